import { fileURLToPath } from "node:url";
import type { Knex } from "knex";
import { config } from "./app/config.server.ts";
import { runningEmbedded } from "./app/data/embedded.server.ts";

/** For knex on the command line: DATABASE_URL, or the embedded server of an app that is running. */
const settings: Knex.Config = {
  client: "pg",
  connection: async () => {
    const { databaseUrl, dataDir } = config();
    const connectionString = databaseUrl ?? (await runningEmbedded({ dataDir }));
    if (!connectionString)
      throw new Error("Set DATABASE_URL, or start the app to use its embedded database.");
    return { connectionString, connectionTimeoutMillis: 5_000, lock_timeout: 5_000 };
  },
  pool: { min: 0, max: 2 },
  migrations: {
    directory: fileURLToPath(new URL("./migrations", import.meta.url)),
    extension: "ts",
    loadExtensions: [".ts"],
  },
};

export default settings;
