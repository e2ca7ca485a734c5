import { expect, test, vi } from "vitest";
import { drawWinner } from "#app/data/draws.server.ts";
import { deleteLottery, insertLottery, lotteryById } from "#app/data/lotteries.server.ts";
import { newId } from "#app/data/payload.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, HER, SOLARIS, STALKER, lotteryOf } from "./fixtures.ts";

const { db } = await testDatabase({ poolMax: 20 });

async function aLottery() {
  const lottery = lotteryOf([STALKER, SOLARIS, BROTHER]);
  await insertLottery(lottery, db);
  return lottery;
}

const drawsOf = (lotteryId: string) => db("draws").where({ lottery_id: lotteryId });

test("the winner is the entry that chance names, and stays the winner", async () => {
  const { id: lotteryId, clubId } = await aLottery();
  const draw = { number: 1, winner: 3, drawnAt: expect.any(Date) as Date };
  expect(await drawWinner({ lotteryId, nextUint64: () => 2n }, db)).toEqual({ clubId, draw, first: true });
  expect(await drawWinner({ lotteryId, nextUint64: () => 0n }, db)).toEqual({ clubId, draw, first: false });
  expect((await lotteryById({ id: lotteryId }, db))?.draw).toEqual(draw);
});

test("twenty people who press at the same moment see one and the same draw", async () => {
  const { id: lotteryId } = await aLottery();
  const presses = Array.from({ length: 20 }, (_, index) =>
    drawWinner({ lotteryId, nextUint64: () => BigInt(index) }, db),
  );
  const results = await Promise.all(presses);
  expect(results.filter((result) => result?.first)).toHaveLength(1);
  const [row, ...more] = await drawsOf(lotteryId);
  expect(more).toEqual([]);
  for (const result of results)
    expect(result?.draw).toEqual({ number: 1, winner: row.winner, drawnAt: row.drawn_at });
});

test("chance left to itself draws every entry before long", async () => {
  const winners = new Set<number | undefined>();
  while (winners.size < 3) {
    const { id: lotteryId } = await aLottery();
    winners.add((await drawWinner({ lotteryId }, db))?.draw.winner);
  }
  expect(winners).toEqual(new Set([1, 2, 3]));
});

test("there is nothing to draw where no lottery is, or is any more", async () => {
  expect(await drawWinner({ lotteryId: newId() }, db)).toBeNull();
  const lottery = await aLottery();
  await deleteLottery(lottery, db);
  expect(await drawWinner({ lotteryId: lottery.id }, db)).toBeNull();
});

test("a lottery that is deleted while someone draws it has no draw", async () => {
  const lottery = await aLottery();
  const draw = await db.transaction(async (deleting) => {
    await deleteLottery(lottery, deleting);
    const drawing = drawWinner({ lotteryId: lottery.id }, db);
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
