# Debian, because the PostgreSQL that comes with npm has no build for musl.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package needs its install script.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=node:node /app ./
# What is saved without a DATABASE_URL, the secret that signs cookies, and posters.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# Touches nothing: one that asked the database would have the app restarted whenever that is slow.
HEALTHCHECK CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not npm, which would stand between the app and the signal that ends it.
CMD ["node", "scripts/start.mjs"]
