import { fileURLToPath } from "node:url";
import type { Knex } from "knex";
import { config } from "./app/config.server.ts";
import { runningEmbedded, whyUnavailable } from "./app/embedded-postgres/embedded-postgres.server.ts";

export { whyUnavailable as whyNoEmbedded };

/** DATABASE_URL, or the embedded server of an app that is running. Throws a sentence when there is neither. */
export async function databaseAddress(): Promise<string> {
  const address = await runningDatabase();
  if (!address) throw new Error("Set DATABASE_URL, or start the app to use its embedded database.");
  return address;
}

/** The same; null when there is neither. */
export async function runningDatabase(): Promise<string | null> {
  const { databaseUrlDirect, dataDir } = config();
  return databaseUrlDirect ?? (await runningEmbedded({ dataDir }));
}

/** For knex on the command line, to make a new migration or take one back; `npm run migrate` applies them. */
const settings: Knex.Config = {
  client: "pg",
  connection: async () => ({
    connectionString: await databaseAddress(),
    connectionTimeoutMillis: 5_000,
    lock_timeout: 5_000,
  }),
  pool: { min: 0, max: 2 },
  migrations: {
    directory: fileURLToPath(new URL("./migrations", import.meta.url)),
    extension: "ts",
    loadExtensions: [".ts"],
  },
};

export default settings;
