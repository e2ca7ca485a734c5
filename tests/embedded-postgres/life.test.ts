import { readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { runningEmbedded } from "#app/embedded-postgres/embedded-postgres.server.ts";
import { addRow, ask, asSuperuser, dataFolder, processesIn, rows, serverIn, usedFolder } from "./scene.ts";
import { withClient } from "#tests/support/with-client.ts";

test("a first start makes the database, a second finds its rows, and stop leaves nothing behind", async () => {
  const dataDir = await dataFolder({ name: "Моё кино, сезон 1" });
  expect(await runningEmbedded({ dataDir })).toBeNull();

  const first = await serverIn(dataDir);
  const url = first.connectionString();
  expect(first.events.map(({ kind }) => kind)).toEqual(["guarded", "initialising", "ready"]);
  expect(await runningEmbedded({ dataDir })).toBe(url);
  expect(await ask(url, "select length('ёж') || lower('ЁЖ') || ('Ёж' ilike 'ёЖ')")).toBe("2ёжtrue");
  expect(await ask(url, "select current_user || current_database() || current_setting('fsync')")).toBe(
    "appappon",
  );
  expect(await ask(url, "select rolsuper from pg_roles where rolname = current_user")).toBe(false);
  await addRow(url);

  await expectSecrecy(dataDir, url);
  await Promise.all([first.stop(), first.stop()]);
  await first.stop();
  expect(first.pid()).toBeNull();
  expect(await processesIn(dataDir)).toEqual([]);
  expect(await runningEmbedded({ dataDir })).toBeNull();

  const second = await serverIn(dataDir);
  expect(second.events.map(({ kind }) => kind)).toEqual(["guarded", "ready"]);
  expect(await rows(second.connectionString())).toBe(1);
});

async function expectSecrecy(dataDir: string, url: string) {
  const { password } = new URL(url);
  const file = path.join(dataDir, "pg.password");
  expect(password.length).toBeGreaterThan(20);
  expect((await readFile(file, "utf8")).trim()).toBe(password);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await processesIn(dataDir)).length).toBeGreaterThanOrEqual(2);
  expect((await processesIn(dataDir)).join()).not.toContain(password);
  expect(await readFile(path.join(dataDir, "pg.log"), "utf8")).not.toContain(password);
}

test("only loopback with the right password gets in", async () => {
  const server = await serverIn(await dataFolder());
  const url = new URL(server.connectionString());
  const admin = asSuperuser(url.href);
  expect(await ask(admin, "show listen_addresses")).toBe("127.0.0.1");
  expect(await ask(admin, "show unix_socket_directories")).toBe("");
  expect(await ask(admin, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules")).toBe(
    "scram-sha-256",
  );
  url.password = "wrong";
  await expect(withClient(url.href, async () => "in")).rejects.toThrow(/password authentication failed/);
});

test("a lost password file is replaced, and a log of more than 1 MB is cut", async () => {
  const dataDir = await usedFolder();
  await rm(path.join(dataDir, "pg.password"));
  await writeFile(path.join(dataDir, "pg.log"), "x".repeat(1024 * 1024 + 1));

  const second = await serverIn(dataDir);
  expect(await rows(second.connectionString())).toBe(1);
  expect((await stat(path.join(dataDir, "pg.log"))).size).toBeLessThan(10_000);
});
