import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { addMovie, changeMovie, keepEntry, removeMovies } from "#app/data/library/writes.server.ts";
import {
  createLottery,
  createLotteryOfMovies,
  removeLottery,
  drawWinner,
} from "#app/data/lotteries/writes.server.ts";
import { openDatabase } from "#app/data/database.server.ts";
import { historyPage, homeShelf, lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { libraryPage, moviePage } from "#app/data/library/reads.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { silentUrl } from "./deaf-proxy.ts";
import {
  BROTHER,
  HER,
  SOLARIS,
  STALKER,
  libraryAsked,
  movieEditOf,
  statementsOf,
  filmDrawn,
} from "./fixtures.ts";

const { url } = await testDatabase();
const settings = { poolMax: 8, restoreTables: true, budgets: { homeMs: 250, readMs: 800, writeMs: 3_000 } };

function open(address: Promise<() => string>) {
  const told: string[] = [];
  const opened = openDatabase({ address, settings, observe: ({ event }) => told.push(event) });
  onTestFinished(() => opened.close());
  return { ...opened, told };
}

/** The app's database with its tables, ready, and a club that has nothing yet. */
async function ready() {
  const opened = open(Promise.resolve(() => url));
  await vi.waitFor(() => expect(opened.migrator.state().state).toBe("current"));
  return { ...opened, clubId: randomUUID() };
}

const submitKey = () => randomUUID();

/** What a write brought that has to have gone well. */
async function done<T>(write: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> {
  const result = await write;
  if (!result.ok) throw new Error("the write did not go well");
  return result.value;
}

describe("what one command saves, the next page shows", () => {
  test("a lottery, from its making to its deletion", async () => {
    const { clubId } = await ready();
    const input = {
      clubId,
      host: null,
      name: "Пятница",
      entries: [STALKER, SOLARIS],
      submitKey: submitKey(),
    };
    expect((await homeShelf({ clubId })).value).toEqual([]);

    const { id: lotteryId } = await done(createLottery(input));
    expect(await done(createLottery(input))).toEqual({ kind: "existing", id: lotteryId });
    expect(await done(createLottery({ ...input, name: "Суббота" }))).toMatchObject({ kind: "key-reused" });
    expect(await homeShelf({ clubId })).toMatchObject({
      source: "fresh",
      value: [{ id: lotteryId, winner: null }],
    });

    const drawn = filmDrawn(await done(drawWinner({ lotteryId })));
    expect(await done(drawWinner({ lotteryId }))).toEqual({ ...drawn, first: false });
    expect((await lotteryPage({ lotteryId })).value).toMatchObject({
      draw: { number: 1, winner: drawn.winner },
    });
    const winner = [STALKER, SOLARIS][drawn.winner - 1];
    expect((await historyPage({ clubId, before: null })).value.items).toMatchObject([
      { id: lotteryId, winner },
    ]);

    expect(await done(removeLottery({ lotteryId, clubId: randomUUID() }))).toBe("foreign");
    expect(await done(removeLottery({ lotteryId, clubId }))).toBe("deleted");
    expect(await done(removeLottery({ lotteryId, clubId }))).toBe("gone");
    expect(await lotteryPage({ lotteryId })).toMatchObject({ value: null, source: "fresh" });
    expect(await done(drawWinner({ lotteryId }))).toBeNull();
    expect((await homeShelf({ clubId })).value).toEqual([]);
  });

  test("a movie of the library", async () => {
    const { clubId } = await ready();
    const added = await done(addMovie({ clubId, movie: STALKER, note: "", submitKey: submitKey() }));
    if (added.kind !== "added") throw new Error(added.kind);
    const movieId = added.id;
    expect((await libraryPage(libraryAsked({ clubId }))).value.items).toMatchObject([STALKER]);
    expect(await done(changeMovie({ ...movieEditOf({ note: "Зона" }), clubId, id: movieId }))).toBe(true);
    expect((await moviePage({ clubId, movieId })).value).toMatchObject({ note: "Зона" });
    expect((await moviePage({ clubId: randomUUID(), movieId })).value).toBeNull();
    const removal = { ids: [movieId], removal: submitKey() };
    expect(await done(removeMovies({ clubId: randomUUID(), ...removal }))).toEqual({ removed: 0, gone: 1 });
    expect(await done(removeMovies({ clubId, ...removal }))).toEqual({ removed: 1, gone: 0 });
    expect((await libraryPage(libraryAsked({ clubId }))).value.items).toEqual([]);
  });

  test("from a lottery into the library, and from the library into a lottery", async () => {
    const { clubId } = await ready();
    const theirs = {
      clubId: randomUUID(),
      host: null,
      name: null,
      entries: [SOLARIS, HER, BROTHER],
      submitKey: submitKey(),
    };
    const { id: lotteryId } = await done(createLottery(theirs));
    const kept = await done(keepEntry({ clubId, lotteryId, position: 1 }));
    expect(kept).toEqual({ kind: "added", title: SOLARIS.title });
    await done(keepEntry({ clubId, lotteryId, position: 3 }));
    expect(await done(keepEntry({ clubId, lotteryId, position: 4 }))).toBeNull();
    expect(await done(keepEntry({ clubId, lotteryId: newId(), position: 1 }))).toBeNull();

    const movies = (await libraryPage(libraryAsked({ clubId }))).value.items;
    const ids = movies.map(({ id }) => id);
    // The same movies ticked in another order, one of them twice, are the same input.
    const input = { clubId, host: null, submitKey: submitKey() };
    const made = await done(createLotteryOfMovies({ ...input, movieIds: ids }));
    expect(made).toMatchObject({ kind: "created" });
    const again = createLotteryOfMovies({ ...input, movieIds: [...ids, ids[0]!].toReversed() });
    expect(await done(again)).toMatchObject({ ...made, kind: "existing" });
    const gone = createLotteryOfMovies({
      ...input,
      submitKey: submitKey(),
      movieIds: [ids[0]!, newId()],
    });
    expect(await done(gone)).toEqual({ kind: "gone" });
  });
});

test("a page takes one statement, and a visitor without a club none", async () => {
  const { db, clubId } = await ready();
  const lotteryId = newId();
  const made = await done(
    createLottery({ clubId, host: null, name: null, entries: [STALKER, SOLARIS], submitKey: submitKey() }),
  );
  for (const page of [
    () => homeShelf({ clubId }),
    () => lotteryPage({ lotteryId: made.id }),
    () => historyPage({ clubId, before: null }),
    () => libraryPage(libraryAsked({ clubId })),
    () => moviePage({ clubId, movieId: lotteryId }),
  ]) {
    expect(await statementsOf(db, page)).toHaveLength(1);
  }
  const nobody = () =>
    Promise.all([
      homeShelf({ clubId: null }),
      historyPage({ clubId: null, before: null }),
      libraryPage(libraryAsked({ clubId: null })),
      moviePage({ clubId: null, movieId: lotteryId }),
    ]);
  expect(await statementsOf(db, nobody)).toEqual([]);
});

test("a bad cursor in a link shows the first page", async () => {
  const { clubId } = await ready();
  expect((await historyPage({ clubId, before: "x" })).value).toEqual({ items: [], before: null });
});

describe("a database that is not there", () => {
  test("while it is starting, pages have their defaults and nothing is saved; then all is well", async () => {
    let started!: (address: () => string) => void;
    const opened = open(new Promise((resolve) => (started = resolve)));
    const clubId = randomUUID();
    const input = { clubId, host: null, name: null, entries: [STALKER, HER], submitKey: submitKey() };
    expect(await homeShelf({ clubId })).toEqual({ value: [], source: "default", asOf: null });
    expect(await createLottery(input)).toEqual({ ok: false, saved: "no" });
    expect(opened.guard.state().connection).not.toBe("closed");
    await vi.waitFor(() => expect(opened.migrator.state().lastError).toContain("still starting"), {
      timeout: 10_000,
    });
    expect(opened.told, "a first start is no failure").not.toContain("migration-failed");

    started(() => url);
    await vi.waitFor(() => expect(opened.migrator.state().state).toBe("current"), { timeout: 10_000 });
    expect(await done(createLottery(input))).toMatchObject({ kind: "created" });
    await vi.waitFor(async () => expect((await homeShelf({ clubId })).source).toBe("fresh"), {
      timeout: 10_000,
    });
  });

  test("a silent one keeps nobody waiting, neither a page nor the end of the process", async () => {
    const silent = await silentUrl();
    const opened = openDatabase({ address: Promise.resolve(() => silent), settings, observe: () => {} });
    const clubId = randomUUID();
    expect(await homeShelf({ clubId })).toMatchObject({ source: "default" });
    expect(await lotteryPage({ lotteryId: newId() })).toMatchObject({ value: null, source: "default" });
    const movie = { clubId, movie: STALKER, note: "", submitKey: submitKey() };
    expect(await addMovie(movie)).toMatchObject({ ok: false });
    await opened.close();
  });
});
