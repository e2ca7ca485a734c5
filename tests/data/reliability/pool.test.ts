import { expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";

const { db } = await testDatabase();

async function setting(name: string): Promise<string> {
  const { rows } = await db.raw<{ rows: Record<string, string>[] }>(`show ${name}`);
  return rows[0]![name]!;
}

test.each([
  // The server gives up half a second before pg does.
  ["statement_timeout", "9500ms"],
  ["lock_timeout", "1s"],
  ["client_connection_check_interval", "1s"],
  ["idle_in_transaction_session_timeout", "5s"],
  ["application_name", "movie-lottery"],
  ["server_encoding", "UTF8"],
])("connections of the app come with %s = %s", async (name, value) => {
  expect(await setting(name)).toBe(value);
});
