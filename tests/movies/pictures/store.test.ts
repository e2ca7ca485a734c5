import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createStore } from "#app/movies/pictures/store.server.ts";
import { removeFolder } from "#tests/support/folder.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-store-"));
  onTestFinished(() => removeFolder(made));
  return made;
}

const kilobyte = (letter: string) => Buffer.alloc(1_024, letter);

test("what was kept is there, also after a restart", async () => {
  const place = path.join(await folder(), "posters");
  const store = createStore(place, { maxBytes: 10_000 });
  expect(await store.get("a")).toBeNull();
  await store.set("a", kilobyte("a"));
  expect(await store.get("a")).toEqual(kilobyte("a"));
  const again = createStore(place, { maxBytes: 10_000 });
  expect(await again.get("a")).toEqual(kilobyte("a"));
  expect(again.bytes()).toBe(1_024);
});

test("what another process has kept is there too, and counted within a minute", async () => {
  const place = await folder();
  const [one, other] = [
    createStore(place, { maxBytes: 3 * 1_024 }),
    createStore(place, { maxBytes: 3 * 1_024 }),
  ];
  expect(await other.get("a")).toBeNull();
  for (const name of ["a", "b", "c"]) await one.set(name, kilobyte(name));
  expect(await other.get("a")).toEqual(kilobyte("a"));
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 61_000);
  onTestFinished(() => void vi.restoreAllMocks());
  await other.set("d", kilobyte("d"));
  expect(other.bytes()).toBe(3 * 1_024);
  expect(await readdir(place)).toHaveLength(3);
});

test("what was asked for the longest ago goes first", async () => {
  const place = await folder();
  const store = createStore(place, { maxBytes: 3 * 1_024 });
  for (const name of ["a", "b", "c"]) await store.set(name, kilobyte(name));
  await store.get("a");
  await store.set("d", kilobyte("d"));
  expect((await readdir(place)).sort()).toEqual(["a", "c", "d"]);
  await store.set("a", kilobyte("A"));
  expect(await store.get("a")).toEqual(kilobyte("A"));
  expect(store.bytes()).toBe(3 * 1_024);
});

test("a restart knows what was asked for the longest ago, and keeps to a smaller bound", async () => {
  const place = await folder();
  for (const [index, name] of ["old", "middle", "new"].entries()) {
    await writeFile(path.join(place, name), kilobyte("x"));
    const day = new Date(2026, 0, index + 1);
    await utimes(path.join(place, name), day, day);
  }
  const store = createStore(place, { maxBytes: 2 * 1_024 });
  expect(await store.get("old")).toBeNull();
  expect(await readdir(place)).toHaveLength(2);
});

test("a folder that somebody empties, removes or takes away holds nothing, and nothing fails", async () => {
  const place = await folder();
  const store = createStore(place, { maxBytes: 10_000 });
  await store.set("a", kilobyte("a"));
  await rm(path.join(place, "a"));
  expect([await store.get("a"), store.bytes()]).toEqual([null, 0]);
  await rm(place, { recursive: true });
  await store.set("b", kilobyte("b"));
  expect(await store.get("b")).toEqual(kilobyte("b"));
  await rm(place, { recursive: true });
  await writeFile(place, "a file");
  await store.set("c", kilobyte("c"));
  expect(await store.get("c")).toBeNull();
});
