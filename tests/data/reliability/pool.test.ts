import net from "node:net";
import type { Knex } from "knex";
import { expect, onTestFinished, test, vi } from "vitest";
import { openMigrationPool } from "#app/data/reliability/pool.server.ts";
import { testDatabase } from "#tests/support/database.ts";

const { url, db } = await testDatabase();

async function setting(name: string, of: Knex = db): Promise<string> {
  const { rows } = await of.raw<{ rows: Record<string, string>[] }>(`show ${name}`);
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

test("while tables are changed a firewall hears of the connection that only holds the lock, and the server of a machine that has vanished", async () => {
  const keptAlive = vi.spyOn(net.Socket.prototype, "setKeepAlive");
  onTestFinished(() => keptAlive.mockRestore());
  const pool = openMigrationPool(() => url);
  onTestFinished(() => pool.destroy());
  for (const of of [pool, db]) {
    expect(await setting("tcp_keepalives_idle", of)).toBe("30");
    expect(await setting("tcp_keepalives_interval", of)).toBe("5");
    expect(await setting("tcp_keepalives_count", of)).toBe("3");
  }
  expect(keptAlive).toHaveBeenCalledWith(true, 10_000);
});
