import { pathToFileURL } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";
import { FOR_BROWSERS, FOR_SERVERS } from "./scripts/for-browsers.ts";
import { licenses } from "./scripts/licenses.ts";
import { markBuild } from "./scripts/mark-build.ts";

export default defineConfig(({ command, isSsrBuild = false }) => {
  const { publicPath, ...remixOptions } = remixConfig;
  return {
    // remix-serve makes everything below this path immutable for a year, so only hashed files may live there.
    base: command === "build" ? publicPath : "/",
    plugins: [
      remix(remixOptions),
      lingui({ failOnMissing: true, failOnCompileError: true }),
      threads({ bundle: command === "build" }),
      bootWithServer(),
      licenses(),
      markBuild(remixOptions.buildDirectory, { isSsrBuild }),
    ],
    optimizeDeps: { include: FOR_BROWSERS, exclude: FOR_SERVERS },
    // Browsers of 2022 and later; older ones are served as those without JavaScript.
    build: {
      assetsInlineLimit: 0,
      target: "es2022",
      // What a phone waits for is a twenty-fifth smaller than by esbuild, for four seconds of building.
      minify: isSsrBuild ? false : "terser",
      terserOptions: { ecma: 2020, compress: { passes: 2 } },
      rollupOptions: isSsrBuild ? {} : { output: { manualChunks: chunkOf } },
    },
  };
});

const COMMON = {
  /** Of a lottery and a poll. */
  evening: /^ui\/(?:\w+\/)?(?:draw-form|live-source|measures|time-left|(?:reveal|sharing)\/.*)$/,
  /** Of these and of what proves them. */
  proven: /^(?:domain\/draw\/draw|ui\/(?:\w+\/)?(?:commitment|exact-text))$/,
  /** Of anything. */
  small:
    /^(?:domain\/form-shape|ui\/(?:\w+\/)?(?:badge-icon|film-facts-line|link-field|page-scripts|text-draft))$/,
};

/**
 * What changes only with its packages, and what the start page needs of ours, in a file each: a dozen small ones compress
 * worse and are asked for one by one. Anything else goes where it is used.
 */
function chunkOf(id: string): string | undefined {
  if (
    /\/node_modules\/(?:react|react-dom|scheduler|react-router|react-router-dom|turbo-stream|@remix-run|@lingui)\//.test(
      id,
    )
  ) {
    return "framework";
  }
  const own = /\/app\/(?<path>.*)\.tsx?$/.exec(id)?.groups?.path ?? "";
  const needed =
    /^(?:paths|copy\/(?:words|language)|domain\/(?:\w+\/)?(?:composer|hat-rules|library|found-movie|lottery|movie|poster-design|poster-list|problem|text)|ui\/.*|visitor\/notices)$/;
  const elsewhere =
    /^ui\/(?:\w+\/)?(?:confirm|deleted|film-choice|hat-rule-fields|held-height|pager|poll-terms|suggestions|use-found|use-today|voter-names|watched-fold)$/;
  // What several pages have in common, and the start page has not.
  for (const [chunk, parts] of Object.entries(COMMON)) if (parts.test(own)) return chunk;
  return needed.test(own) && !elsewhere.test(own) ? "parts" : undefined;
}

/** `npm run dev` starts the database and makes its tables at once, as `npm start` does, and not with the first page. */
function bootWithServer(): Plugin {
  return {
    name: "boot-with-server",
    apply: "serve",
    configureServer(server) {
      server.httpServer?.once("listening", () => {
        server
          .ssrLoadModule("/app/entry.server.tsx")
          .catch((error: unknown) => server.config.logger.error(String(error)));
      });
    },
  };
}

/** `import url from "./x.ts?thread"`: the address of that module, bundled apart, for a node:worker_threads Worker. */
function threads({ bundle }: { bundle: boolean }): Plugin {
  return {
    name: "threads",
    load(id) {
      const [file = "", query] = id.split("?");
      if (query !== "thread") return null;
      if (!bundle) return `export default ${JSON.stringify(fromSource(file))}`;
      const reference = this.emitFile({ type: "chunk", id: file });
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`;
    },
  };
}

/** A module that runs a TypeScript source as it is. */
function fromSource(file: string): string {
  const code =
    `import { register } from ${JSON.stringify(import.meta.resolve("tsx/esm/api"))}; register();` +
    `await import(${JSON.stringify(pathToFileURL(file).href)});`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
