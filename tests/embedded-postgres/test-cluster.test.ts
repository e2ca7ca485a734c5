import { access } from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase, databaseUrl, dropDatabase, startTestCluster } from "#tests/support/cluster.ts";
import { ask, asSuperuser } from "./scene.ts";
import { withClient } from "#tests/support/with-client.ts";

let cluster: Awaited<ReturnType<typeof startTestCluster>>;

beforeAll(async () => {
  vi.stubEnv("TEST_DATABASE_URL", "");
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

test("each test file gets a copy of the template, and may leave connections behind", async () => {
  const { adminUrl } = cluster;
  await createDatabase({ adminUrl, template: "template1", name: "tmpl" });
  await ask(databaseUrl({ adminUrl, name: "tmpl" }), "create table film as select 'Сталкер' title");
  const names = ["one", 'the "second"'];
  for (const name of names) {
    const url = await createDatabase({ adminUrl, template: "tmpl", name });
    expect(await ask(url, "select title from film")).toBe("Сталкер");
  }
  await withClient(databaseUrl({ adminUrl, name: "one" }), async (client) => {
    await client.query("delete from film");
    for (const name of names) await dropDatabase({ adminUrl, name });
    await dropDatabase({ adminUrl, name: "one" });
  });
  expect(await ask(adminUrl, "select count(*)::int from pg_database where datname = 'one'")).toBe(0);
});

test("it is fast instead of durable, and counts statements", async () => {
  const { adminUrl } = cluster;
  expect(adminUrl).toBe(asSuperuser(adminUrl));
  expect(await ask(adminUrl, "show fsync")).toBe("off");
  expect(await ask(adminUrl, "show max_connections")).toBe("200");
  await ask(adminUrl, "create extension pg_stat_statements");
  expect(await ask(adminUrl, "select count(*) > 0 from pg_stat_statements")).toBe(true);
});

test("TEST_DATABASE_URL takes its place, and stop() removes the folder", async () => {
  vi.stubEnv("TEST_DATABASE_URL", cluster.adminUrl);
  const borrowed = await startTestCluster();
  expect(borrowed.adminUrl).toBe(cluster.adminUrl);
  await borrowed.stop();
  vi.stubEnv("TEST_DATABASE_URL", "");

  const own = await startTestCluster();
  const folder = String(await ask(own.adminUrl, "show data_directory"));
  await own.stop();
  await expect(access(folder)).rejects.toThrow("ENOENT");
});
