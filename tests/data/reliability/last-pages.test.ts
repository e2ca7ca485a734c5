import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { addMovie } from "#app/data/library/writes.server.ts";
import { createLottery, drawWinner } from "#app/data/lotteries/writes.server.ts";
import { openDatabase } from "#app/data/database.server.ts";
import type { Written } from "#app/data/reliability/writing.server.ts";
import { historyPage, homeShelf, lotteryPage, proofPage } from "#app/data/lotteries/reads.server.ts";
import { libraryPage, moviePage } from "#app/data/library/reads.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { switchProxy } from "#tests/support/switch-proxy.ts";
import { HER, SOLARIS, STALKER, libraryAsked } from "../fixtures.ts";

const { url } = await testDatabase();
const proxy = await switchProxy(url);
const settings = { poolMax: 8, restoreTables: true, budgets: { homeMs: 250, readMs: 800, writeMs: 3_000 } };

/** Two clubs that have looked at all their pages; `away` takes the database from them. */
async function evening() {
  proxy.restore();
  const opened = openDatabase({ address: Promise.resolve(() => proxy.url), settings, observe: () => {} });
  onTestFinished(() => opened.close());
  await vi.waitFor(() => expect(opened.migrator.state().state).toBe("current"));
  const clubs = [await furnished(), await furnished()] as const;
  for (const club of clubs) expect(await sources(club)).toEqual(["fresh"]);
  return { clubs, away: proxy.cut };
}

type Club = Awaited<ReturnType<typeof furnished>>;

async function furnished() {
  const clubId = randomUUID();
  const added = await addMovie({ clubId, movie: STALKER, note: "", submitKey: randomUUID() });
  const entries = [SOLARIS, HER];
  const created = await createLottery({
    clubId,
    host: null,
    name: "Пятница",
    entries,
    submitKey: randomUUID(),
  });
  const [movieId, lotteryId] = [idOf(added), idOf(created)];
  await drawWinner({ lotteryId });
  return { clubId, movieId, lotteryId };
}

function idOf(saved: Written<object>): string {
  if (!saved.ok || !("id" in saved.value)) throw new Error("not saved");
  return String(saved.value.id);
}

/** Where everything that a club's visitors look at comes from; each once. */
async function sources(club: Club): Promise<string[]> {
  const { clubId, movieId } = club;
  const { source } = await moviePage({ clubId, movieId });
  return [...new Set([source, ...(await sourcesOfFirstPages(club))])];
}

async function sourcesOfFirstPages({ clubId, lotteryId }: Club): Promise<string[]> {
  const pages = await Promise.all([
    homeShelf({ clubId }),
    historyPage({ clubId, before: null }),
    libraryPage(libraryAsked({ clubId })),
    lotteryPage({ lotteryId }),
    proofPage({ lotteryId, number: null }),
  ]);
  return [...new Set(pages.map(({ source }) => source))];
}

/** So many at a time that none has to wait longer than its budget. */
async function inTurns(times: number, each: (index: number) => Promise<unknown>): Promise<void> {
  for (let done = 0; done < times; done += 20) {
    await Promise.all(Array.from({ length: Math.min(20, times - done) }, (_, index) => each(done + index)));
  }
}

test("asking for what is not there, over and over, costs nobody their last good pages", async () => {
  const { clubs, away } = await evening();
  await inTurns(520, async () => {
    const lotteryId = newId();
    expect(await lotteryPage({ lotteryId })).toMatchObject({ value: null, source: "fresh" });
    await proofPage({ lotteryId, number: null });
    await moviePage({ clubId: clubs[0].clubId, movieId: newId() });
    await homeShelf({ clubId: randomUUID() });
  });
  away();
  for (const club of clubs) expect(await sources(club)).toEqual(["stale"]);
});

test("2,000 made up pages of one club's lists cost neither its own first pages nor another club's", async () => {
  const { clubs, away } = await evening();
  const { clubId } = clubs[0];
  await inTurns(1_000, async (index) => {
    const at = String(Date.now() + 60_000 + index);
    const before = `${at}-${newId()}`;
    const history = await historyPage({ clubId, before });
    expect(history).toMatchObject({ source: "fresh", value: { items: [{ name: "Пятница" }] } });
    const library = await libraryPage(libraryAsked({ clubId, after: { at, id: newId() } }));
    expect(library).toMatchObject({ source: "fresh", value: { items: [{ title: STALKER.title }] } });
  });
  away();
  expect(await sourcesOfFirstPages(clubs[0])).toEqual(["stale"]);
  expect(await sources(clubs[1])).toEqual(["stale"]);
});
