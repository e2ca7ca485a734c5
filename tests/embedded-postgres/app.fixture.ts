import { startEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";

// Stands in for the app: holds the database until it is told to stop or is killed.
const [dataDir = ""] = process.argv.slice(2);
const server = await startEmbedded({ dataDir, onEvent: (event) => process.send?.(event) });
process.on("message", () => void server.stop().then(() => process.disconnect()));
process.send?.({ kind: "up", url: server.connectionString() });
