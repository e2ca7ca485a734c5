import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { insertCommitment, sha256 } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { deleteLottery, insertLottery, lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { proofOfDraw } from "#app/data/lotteries/proofs.server.ts";
import { decideWinner, listText } from "#app/domain/draw/draw.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, HER, SOLARIS, STALKER, drawFilm, lotteryOf } from "./fixtures.ts";

const { db } = await testDatabase({ poolMax: 20 });

async function aLottery() {
  const lottery = lotteryOf([STALKER, SOLARIS, BROTHER]);
  await insertLottery(lottery, db);
  return lottery;
}

const drawsOf = (lotteryId: string) => db("draws").where({ lottery_id: lotteryId });

test("the winner follows from seed, list and word, and stays the winner", async () => {
  const { id: lotteryId, clubId, seed } = await aLottery();
  const open = (await lotteryById({ id: lotteryId }, db))!.open!;
  const drawn = await drawFilm({ lotteryId, word: "попкорн" }, db);
  const lottery = (await lotteryById({ id: lotteryId }, db))!;
  const terms = { lotteryId, number: 1, listHash: open.listHash, wordHash: sha256("попкорн") };
  const hmac = (message: string) => createHmac("sha256", seed).update(message).digest();
  const { winner } = await decideWinner(lottery.entries, terms, hmac);
  expect(drawn).toEqual({ kind: "drawn", clubId, number: 1, winner: winner.position, first: true });
  expect(await drawOnce({ lotteryId, word: "мороженое" }, db)).toEqual({ ...drawn, first: false });
  expect(lottery.draws).toEqual([
    {
      number: 1,
      winner: winner.position,
      word: "попкорн",
      drawnAt: expect.any(Date) as Date,
      commitment: open,
      unproven: null,
    },
  ]);
  expect(lottery.draw).toBe(lottery.draws[0]);
  expect(lottery.open).toBeNull();
});

test("what is published before the draw does not hold the seed, and fits it afterwards", async () => {
  const { id: lotteryId, seed } = await aLottery();
  const before = (await lotteryById({ id: lotteryId }, db))!;
  expect(JSON.stringify(before)).not.toContain(seed.toString("hex"));
  expect(JSON.stringify(before)).not.toContain(seed.toString("base64"));
  expect(before.open!.seedHash).toBe(sha256(seed));
  expect(before.open!.listHash).toBe(sha256(listText(before.entries)));
  expect(before.open!.intact).toBe(true);
  expect(await proofOfDraw({ lotteryId, number: null }, db)).toBeNull();
  expect(await proofOfDraw({ lotteryId, number: 1 }, db)).toBeNull();

  const { winner } = await drawFilm({ lotteryId, word: "да" }, db);
  const film = before.entries[winner - 1]!;
  expect(await proofOfDraw({ lotteryId, number: null }, db)).toEqual({
    number: 1,
    film: { position: winner, title: film.title, year: film.year },
    previous: null,
    next: null,
    unproven: null,
    terms: { lotteryId, number: 1, listHash: before.open!.listHash, wordHash: sha256("да") },
    seed: seed.toString("hex"),
    word: "да",
    candidates: before.entries.map(({ position, id, title, year, weight }) => ({
      position,
      id,
      title,
      year,
      weight,
    })),
    commitment: before.open,
    decided: {
      position: winner,
      ticket: expect.stringMatching(/^[012]$/) as string,
      tries: [{ message: expect.any(String), hmac: expect.any(String), number: expect.any(String) }],
    },
  });
});

test("twenty people who press at the same moment see one and the same draw", async () => {
  const { id: lotteryId } = await aLottery();
  const presses = Array.from({ length: 20 }, (_, index) =>
    drawFilm({ lotteryId, word: `слово ${index}` }, db),
  );
  const results = await Promise.all(presses);
  expect(results.filter(({ first }) => first)).toHaveLength(1);
  const [row, ...more] = await drawsOf(lotteryId);
  expect(more).toEqual([]);
  for (const { winner } of results) expect(winner).toBe(row.winner);
});

test("chance left to itself draws every entry before long", async () => {
  const winners = new Set<number>();
  while (winners.size < 3) {
    const { id: lotteryId } = await aLottery();
    winners.add((await drawFilm({ lotteryId }, db)).winner);
  }
  expect(winners).toEqual(new Set([1, 2, 3]));
});

describe("drawing again", () => {
  const reason = "Аня уже видела";

  async function aDrawnLottery() {
    const lottery = await aLottery();
    const drawn = await drawFilm({ lotteryId: lottery.id }, db);
    const again = { lotteryId: lottery.id, clubId: lottery.clubId, number: 2, reason, leaveOut: true };
    return { lottery, drawn, again };
  }

  test("has a seed and a commitment of its own, and leaves the first result as it was", async () => {
    const { lottery, drawn, again } = await aDrawnLottery();
    const first = (await lotteryById(lottery, db))!.draw;
    expect(await insertCommitment(again, db)).toEqual({ kind: "opened", number: 2 });
    const waiting = (await lotteryById(lottery, db))!;
    expect(waiting.draw).toEqual(first);
    expect(waiting.open).toMatchObject({ number: 2, leftOut: [drawn.winner], reason });
    expect(waiting.open!.seedHash).not.toBe(first!.commitment!.seedHash);
    expect(waiting.open!.listHash).not.toBe(first!.commitment!.listHash);

    const second = await drawFilm({ lotteryId: lottery.id, number: 2 }, db);
    expect(second.winner).not.toBe(drawn.winner);
    const after = (await lotteryById(lottery, db))!;
    expect(after.draws.map(({ number, winner }) => [number, winner])).toEqual([
      [1, drawn.winner],
      [2, second.winner],
    ]);
    expect(after.draws[0]).toEqual(first);
    expect(after.open).toBeNull();
    const ofFirst = await proofOfDraw({ lotteryId: lottery.id, number: 1 }, db);
    expect(ofFirst).toMatchObject({
      number: 1,
      previous: null,
      next: 2,
      decided: { position: drawn.winner },
    });
    const ofLast = await proofOfDraw({ lotteryId: lottery.id, number: null }, db);
    expect(ofLast).toMatchObject({
      number: 2,
      previous: 1,
      next: null,
      decided: { position: second.winner },
    });
    expect(ofLast).toMatchObject({ candidates: [expect.anything(), expect.anything()] });
  });

  test("two at the same moment open one", async () => {
    const { lottery, again } = await aDrawnLottery();
    const results = await Promise.all([
      insertCommitment(again, db),
      insertCommitment({ ...again, leaveOut: false }, db),
    ]);
    expect(new Set(results.map((result) => result?.kind))).toEqual(new Set(["existing", "opened"]));
    expect(await db("commitments").where({ lottery_id: lottery.id })).toHaveLength(2);
  });

  test("an old page draws its own number, and never the next", async () => {
    const { lottery, drawn, again } = await aDrawnLottery();
    await insertCommitment(again, db);
    expect(await drawOnce({ lotteryId: lottery.id, number: 1 }, db)).toMatchObject({
      number: 1,
      winner: drawn.winner,
      first: false,
    });
    expect(await drawsOf(lottery.id)).toHaveLength(1);
  });

  test("is only for the club, only after a draw, and only while two films are left", async () => {
    const { lottery, again } = await aDrawnLottery();
    expect(await insertCommitment({ ...again, clubId: randomUUID() }, db)).toBeNull();
    expect(await insertCommitment({ ...again, number: 3 }, db)).toEqual({ kind: "undrawn" });
    const two = lotteryOf([STALKER, HER]);
    await insertLottery(two, db);
    const ofTwo = { ...again, lotteryId: two.id, clubId: two.clubId };
    expect(await insertCommitment(ofTwo, db)).toEqual({ kind: "undrawn" });
    await drawOnce({ lotteryId: two.id }, db);
    expect(await insertCommitment(ofTwo, db)).toEqual({ kind: "too-few" });
    expect(await insertCommitment({ ...ofTwo, leaveOut: false }, db)).toEqual({ kind: "opened", number: 2 });
    expect(await db("commitments").where({ lottery_id: lottery.id })).toHaveLength(1);
  });

  test("a draw that was never opened cannot be made", async () => {
    const { lottery } = await aDrawnLottery();
    expect(await drawOnce({ lotteryId: lottery.id, number: 2 }, db)).toBeNull();
  });
});

test("there is nothing to draw where no lottery is, or is any more", async () => {
  expect(await drawOnce({ lotteryId: newId() }, db)).toBeNull();
  const lottery = await aLottery();
  await deleteLottery(lottery, db);
  expect(await drawOnce({ lotteryId: lottery.id }, db)).toBeNull();
});

test("a lottery that is deleted while someone draws it has no draw", async () => {
  const lottery = await aLottery();
  const draw = await db.transaction(async (deleting) => {
    await deleteLottery(lottery, deleting);
    const drawing = drawOnce({ lotteryId: lottery.id }, db);
    await vi.waitFor(async () => {
      const { rows } = await db.raw<{ rows: { waiting: number }[] }>(
        `select count(*)::integer as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows[0]?.waiting).toBe(1);
    });
    return { drawing };
  });
  expect(await draw.drawing).toBeNull();
  expect(await drawsOf(lottery.id)).toEqual([]);
});

test.each([
  ["no entry at all", 4],
  ["an entry before the first", 0],
])("the database refuses a winner that is %s of that lottery", async (_what, winner) => {
  const { id } = await aLottery();
  await expect(db("draws").insert({ lottery_id: id, number: 1, winner })).rejects.toMatchObject({
    code: "23503",
  });
});

test("the database refuses an entry of another lottery as winner", async () => {
  const two = lotteryOf([STALKER, HER]);
  await insertLottery(two, db);
  await aLottery();
  await expect(db("draws").insert({ lottery_id: two.id, number: 1, winner: 3 })).rejects.toMatchObject({
    code: "23503",
  });
});

test("the database refuses a second draw of the same number", async () => {
  const { id } = await aLottery();
  await db("draws").insert({ lottery_id: id, number: 1, winner: 1 });
  await expect(db("draws").insert({ lottery_id: id, number: 1, winner: 2 })).rejects.toMatchObject({
    code: "23505",
  });
  await expect(db("draws").insert({ lottery_id: id, number: 0, winner: 2 })).rejects.toMatchObject({
    code: "23514",
  });
});
