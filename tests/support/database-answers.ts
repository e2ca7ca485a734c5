import { Client } from "pg";

const WITHIN_MS = 15_000;
const ASK_EVERY_MS = 50;

/** Resolves when a database that was just started answers a statement; rejects with its last complaint. */
export async function databaseAnswers(url: string): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("select 1");
      return await client.end();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
}
