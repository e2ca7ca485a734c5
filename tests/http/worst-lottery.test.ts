import { expect, test } from "vitest";
import { DRAWS_MAX, ENTRIES_MAX, NAME_MAX, REASON_MAX, WORD_MAX } from "#app/domain/lottery/lottery.ts";
import { POSTER_URL_MAX, TITLE_MAX } from "#app/domain/film/movie.ts";
import { cpuMs } from "#tests/bench/process-figures.ts";
import { drawOften } from "#tests/data/fixtures.ts";
import { linkTo, textOf, textsOf } from "#tests/support/html.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

/** The longest texts there may be, of what grows most when it is escaped. */
const filled = (start: string, length: number) => start + '"'.repeat(length - start.length);
const films = Array.from(
  { length: ENTRIES_MAX },
  (_, index) => [filled(`${index} `, TITLE_MAX), 2026] as const,
);
const KB = 1_000;
const ROUNDS = 20;

const server = await testServer();
const host = server.visitor();
await arrive(host);
const path = await createLottery(host, films, { name: filled("", NAME_MAX) });
const lotteryId = path.slice(3);
// One form could not carry them all; the library can.
await server.db.raw(
  "update entries set poster_url = rpad('https://example.org/' || position, ?, '&') where lottery_id = ?",
  [POSTER_URL_MAX, lotteryId],
);
await drawOften(
  { lotteryId, draws: 1_000, reason: filled("", REASON_MAX), word: filled("", WORD_MAX) },
  server.db,
);

// Before paging, a proof of this lottery was 20 MB and kept everybody waiting for two seconds.
test.each([
  ["/proof", 200, 50],
  ["/proof?draw=500", 200, 50],
  ["/proof.data", 100, 50],
  ["", 1_000, 50],
  ["?view=stage", 700, 50],
  [".data", 200, 50],
  ["/redraw", 200, 50],
])(
  "a lottery of the longest texts and 1,000 draws: %s is at most %i kB, for %i ms of work",
  async (page, kB, ms) => {
    const { status, html } = await host.get(path + page);
    expect([200, 303]).toContain(status);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(kB * KB);
    const before = await cpuMs(server.child.pid!);
    for (let round = 0; round < ROUNDS; round++) await host.get(path + page);
    // All the work of an answer is more than any turn of the event loop in it, and does not count what others do.
    expect(((await cpuMs(server.child.pid!)) - before) / ROUNDS).toBeLessThanOrEqual(ms);
  },
);

test("lists of such lotteries name a few draws and count the others", async () => {
  for (const address of ["/", "/history"]) {
    const { document, html } = await host.get(address);
    expect(textOf(document, ".lottery-row .row-facts")).toMatch(/ and 994 more$/);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(600 * KB);
  }
});

test("the page lists the last draws, and the proof leads from each to the others", async () => {
  const page = await host.get(path);
  expect(textsOf(page.document, ".earlier-number")).toEqual(
    Array.from({ length: DRAWS_MAX }, (_, index) => `Draw ${1_000 - DRAWS_MAX + 1 + index}`),
  );
  const before = await host.get(linkTo(page.document, "980 earlier draws"));
  expect(textsOf(before.document, "h2").slice(0, 2)).toEqual(["Draw 1001: not drawn yet", "Draw 980"]);
  const first = await host.get(`${path}/proof?draw=1`);
  expect(linkTo(first.document, "Draw 2")).toBe(`${path}/proof?draw=2`);
  expect(textsOf(first.document, ".pager a")).toEqual(["Draw 2"]);
});

test.each(["1002", "9999"])("draw %s of it is a page that is not there", async (number) => {
  expect((await host.get(`${path}/proof?draw=${number}`)).status).toBe(404);
});

test.each(["", "0", "-1", "1e3", "99999", "x", "1%20"])(
  "a draw “%s” is none: the last one is shown",
  async (text) => {
    const { status, document } = await host.get(`${path}/proof?draw=${text}`);
    expect([status, textsOf(document, "h2")[1]]).toEqual([200, "Draw 1000"]);
  },
);

test(`drawing it more than ${DRAWS_MAX} times is answered kindly, and the reason is kept`, async () => {
  const drawn = await createLottery(host);
  await drawOften({ lotteryId: drawn.slice(3), draws: DRAWS_MAX }, server.db);
  await server
    .db("commitments")
    .where({ lottery_id: drawn.slice(3), number: DRAWS_MAX + 1 })
    .delete();
  const question = await host.get(`${drawn}/redraw`);
  expect(question.status).toBe(200);
  expect(textOf(question.document, "main")).toContain("This lottery has been drawn 20 times");
  expect(question.document.querySelector("main form")).toBeNull();
  const fields = { number: String(DRAWS_MAX + 1), reason: "ещё разок" };
  const answers = await Promise.all([1, 2, 3].map(() => host.post(`${drawn}/redraw`, fields)));
  for (const { status, document } of answers) {
    expect(status).toBe(422);
    expect(textOf(document, "#reason-problems")).toBe("A lottery can be drawn at most 20 times.");
    expect(document.querySelector<HTMLInputElement>("#reason")?.value).toBe("ещё разок");
  }
  expect(await server.db("commitments").where({ lottery_id: drawn.slice(3) })).toHaveLength(DRAWS_MAX);
});
