import { mkdtemp, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { insertLottery } from "#app/data/lotteries/lotteries.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { lotteryOf, SOLARIS, STALKER } from "./fixtures.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { runScript } from "#tests/support/scripts.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-backup-commands-"));
afterAll(() => removeFolder(folder));
const [from, to] = [await testDatabase(), await testDatabase({ empty: true })];
const lottery = lotteryOf([STALKER, SOLARIS], { name: "Пятница" });
await insertLottery(lottery, from.db);

const run = (script: "backup" | "restore", args: string[], url: string) =>
  runScript(script, args, { url, folder });

const namesOf = (db: typeof from.db) => db("lotteries").pluck<string[]>("name");

test("there and back, by the commands that a person types", async () => {
  const made = await run("backup", [], from.url);
  expect(made).toMatchObject({ code: 0, complained: "" });
  expect(made.said).toContain(
    "1 clubs, 0 devices, 0 invites, 0 arrivals, 1 lotteries, 2 entries, 1 commitments, 0 draws, 0 hats, 0 suggestions, 0 voices, 0 polls, 0 poll_entries, 0 poll_voters, 0 ballots, 0 movies",
  );
  const file = made.said.split("\n")[0]!;
  expect(path.dirname(file)).toBe(folder);

  const first = await run("restore", [file], to.url);
  expect(first).toMatchObject({ code: 0, complained: "" });
  expect(await namesOf(to.db)).toEqual(["Пятница"]);

  const again = await run("restore", [file], to.url);
  expect(again).toMatchObject({ code: 1, said: "" });
  expect(again.complained).toMatch(
    /^Nothing was restored: the database holds 1 clubs, 0 devices, 0 invites, 0 arrivals, 1 lotteries/,
  );

  await to.db("lotteries").update({ name: "Суббота" });
  const replaced = await run("restore", [file, "--replace"], to.url);
  expect(replaced.code).toBe(0);
  expect(await namesOf(to.db)).toEqual(["Пятница"]);
  const kept = (await readdir(folder)).find((name) => name.startsWith("before-restore-"))!;
  await run("restore", [kept, "--replace"], to.url);
  expect(await namesOf(to.db), "what was replaced can be had again").toEqual(["Суббота"]);
});

test.each([
  ["a file that there is not", ["nowhere.backup.gz"], /^Nothing was restored: ENOENT/],
  ["no file", [], /^Say which file/],
  ["an option that there is not", ["x", "--force"], /^Nothing was restored: Unknown option '--force'/],
])("%s is told in one sentence", async (_, args, sentence) => {
  const ran = await run("restore", args, to.url);
  expect(ran).toMatchObject({ code: 1, said: "" });
  expect(ran.complained).toMatch(sentence);
  expect(ran.complained.trim().split("\n")).toHaveLength(1);
});
