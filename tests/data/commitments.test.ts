import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { insertCommitment, renewCommitments, sha256 } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { insertLottery, lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { proofOfDraw } from "#app/data/lotteries/proofs.server.ts";
import { listText } from "#app/domain/draw/draw.ts";
import { DRAWS_MAX, ENTRIES_MAX } from "#app/domain/lottery/lottery.ts";
import * as publishedLists from "#migrations/20261124100000_published_lists.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  BROTHER,
  drawFilm,
  drawOften,
  film,
  HER,
  loseFilms,
  lotteryOf,
  SOLARIS,
  STALKER,
} from "./fixtures.ts";

const { db } = await testDatabase();

async function aLottery(films = [STALKER, SOLARIS, BROTHER]) {
  const lottery = lotteryOf(films);
  await insertLottery(lottery, db);
  return { ...lottery, lotteryId: lottery.id };
}

const lotteryOfId = async (id: string) => (await lotteryById({ id }, db))!;
const commitmentsOf = (lotteryId: string) =>
  db("commitments").where({ lottery_id: lotteryId }).orderBy("number");
const loseCommitments = (lotteryId: string) => db("commitments").where({ lottery_id: lotteryId }).delete();

describe("the hash of the list in SQL is that of listText(), byte for byte", () => {
  const unit = fc.oneof(
    fc.constantFrom("\\", "\n", "\r", " ", "ё", "🎬", "\u202e", "'", '"', "$1", "\\n", "?", ":id"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }).filter((text) => !text.includes("\0")),
  );
  const titles = fc.array(
    fc.array(unit, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("")),
    {
      minLength: 2,
      maxLength: ENTRIES_MAX,
    },
  );

  test("for new lotteries, for draws opened again, and where the migration fills it in", async () => {
    await fc.assert(
      fc.asyncProperty(titles, fc.integer({ min: -5, max: 2_147_483_647 }), async (names, year) => {
        const lottery = await aLottery(names.map((title, index) => film(title, index % 2 ? year : null)));
        const { entries, open } = await lotteryOfId(lottery.id);
        const hash = sha256(listText(entries));
        expect(await commitmentsOf(lottery.id)).toMatchObject([{ number: 1, list_hash: hash }]);
        expect(open).toMatchObject({ listHash: hash, intact: true });

        const { winner } = await drawFilm(lottery, db);
        const again = { ...lottery, number: 2, reason: "ещё раз", leaveOut: true };
        const opened = await insertCommitment(again, db);
        const left = sha256(listText(entries.filter(({ position }) => position !== winner)));
        const expected = opened?.kind === "opened" ? [hash, left] : [hash];
        expect((await commitmentsOf(lottery.id)).map(({ list_hash }) => list_hash as string)).toEqual(
          expected,
        );

        await db("commitments").where({ lottery_id: lottery.id }).update({ list_hash: null });
        await publishedLists.up(db);
        expect((await commitmentsOf(lottery.id)).map(({ list_hash }) => list_hash as string)).toEqual(
          expected,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("a commitment that an older release made", () => {
  test("has no hash of its own and is taken at its word", async () => {
    const { lotteryId } = await aLottery();
    const before = (await lotteryOfId(lotteryId)).open;
    await db("commitments").where({ lottery_id: lotteryId }).update({ list_hash: null });
    expect((await lotteryOfId(lotteryId)).open).toEqual(before);
    await drawFilm({ lotteryId }, db);
    expect(await proofOfDraw({ lotteryId, number: 1 }, db)).toMatchObject({ commitment: before });
  });
});

describe("films that are lost or changed", () => {
  test("keep the hash that was published, and nothing is drawn from what is left", async () => {
    const { lotteryId } = await aLottery();
    const { open } = await lotteryOfId(lotteryId);
    await loseFilms({ lotteryId, positions: [2] }, db);
    expect((await lotteryOfId(lotteryId)).open).toEqual({ ...open, intact: false });
    expect(await drawOnce({ lotteryId }, db)).toEqual({ kind: "changed" });
    await loseFilms({ lotteryId }, db);
    expect(await drawOnce({ lotteryId }, db)).toEqual({ kind: "lost" });
    expect(await db("draws").where({ lottery_id: lotteryId })).toEqual([]);
  });

  test.each([
    ["another title", { title: "Solyaris" }],
    ["another year", { year: 2002 }],
    ["another weight", { weight: 2 }],
  ])("%s is another list", async (_what, change) => {
    const { lotteryId } = await aLottery();
    await db("entries").where({ lottery_id: lotteryId, position: 2 }).update(change);
    expect(await drawOnce({ lotteryId }, db)).toEqual({ kind: "changed" });
  });

  test("a weight of 0, which no constraint kept out, draws nothing", async () => {
    const { lotteryId } = await aLottery();
    const trx = await db.transaction();
    await trx.raw("alter table entries drop constraint entries_weight_check");
    await trx("entries").where({ lottery_id: lotteryId, position: 1 }).update({ weight: 0 });
    // As where an older release published it, so that nothing else is wrong with the list.
    await trx("commitments").where({ lottery_id: lotteryId }).update({ list_hash: null });
    const outcome = await drawOnce({ lotteryId }, trx);
    await trx.rollback();
    expect(outcome).toEqual({ kind: "changed" });
  });

  test("a draw that was made tells what can no longer be checked", async () => {
    const { lotteryId, seed } = await aLottery();
    const { winner } = await drawFilm({ lotteryId, word: "да" }, db);
    await loseFilms({ lotteryId, positions: [winner] }, db);
    const proof = await proofOfDraw({ lotteryId, number: null }, db);
    expect(proof).toMatchObject({ film: null, decided: null, seed: seed.toString("hex"), word: "да" });
    expect(proof).toMatchObject({ commitment: { intact: false }, candidates: [{}, {}] });
    await loseFilms({ lotteryId }, db);
    expect(await proofOfDraw({ lotteryId, number: null }, db)).toMatchObject({
      decided: null,
      candidates: [],
    });
  });

  test("another draw is bound to what is there, if that is enough to draw from", async () => {
    const { lotteryId, clubId } = await aLottery();
    const { winner } = await drawFilm({ lotteryId }, db);
    await loseFilms({ lotteryId, positions: [winner] }, db);
    const again = { lotteryId, clubId, number: 2, reason: "фильм пропал", leaveOut: false };
    expect(await insertCommitment(again, db)).toEqual({ kind: "opened", number: 2 });
    expect(await drawFilm({ lotteryId }, db)).toMatchObject({ number: 2 });
    await loseFilms({ lotteryId }, db);
    expect(await insertCommitment({ ...again, number: 3 }, db)).toEqual({ kind: "too-few" });
  });
});

describe("a secret that is lost", () => {
  test("is renewed for lotteries that wait for their first draw, once, and marked", async () => {
    const [waiting, drawn, kept, bare] = [
      await aLottery(),
      await aLottery(),
      await aLottery(),
      await aLottery(),
    ];
    const published = (await lotteryOfId(waiting.id)).open!;
    await drawFilm(drawn, db);
    await loseFilms(bare, db);
    for (const { id } of [waiting, drawn, bare]) await loseCommitments(id);
    const keptBefore = await commitmentsOf(kept.id);

    expect(await Promise.all([renewCommitments(db), renewCommitments(db)])).toContain(1);
    expect(await renewCommitments(db)).toBe(0);
    const { open } = await lotteryOfId(waiting.id);
    expect(open).toMatchObject({ number: 1, listHash: published.listHash, intact: true });
    expect(open!.seedHash).not.toBe(published.seedHash);
    expect(Math.abs(open!.renewedAt! - Date.now())).toBeLessThan(60_000);
    expect(await commitmentsOf(kept.id)).toEqual(keptBefore);
    expect(await commitmentsOf(drawn.id)).toEqual([]);
    expect(await commitmentsOf(bare.id), "nothing could be drawn").toEqual([]);
    const [row] = await commitmentsOf(waiting.id);
    expect(row).toMatchObject({ renewed: true, seed: expect.objectContaining({ length: 32 }) as Buffer });
    expect(await drawFilm(waiting, db)).toMatchObject({ number: 1 });
    expect((await lotteryOfId(waiting.id)).draw!.commitment).toEqual(open);
  });

  test("every lottery gets one of its own", async () => {
    const lotteries = [await aLottery(), await aLottery(), await aLottery()];
    for (const { id } of lotteries) await loseCommitments(id);
    expect(await renewCommitments(db)).toBe(3);
    const rows = await Promise.all(lotteries.map(({ id }) => commitmentsOf(id)));
    const seeds = rows.flat().map(({ seed }) => (seed as Buffer).toString("hex"));
    expect(new Set(seeds).size).toBe(3);
  });

  test("is renewed by who draws, and nothing is drawn before it could be seen", async () => {
    const { lotteryId } = await aLottery();
    await loseCommitments(lotteryId);
    expect(await drawOnce({ lotteryId, word: "да" }, db)).toEqual({ kind: "renewed" });
    const { open, draw } = await lotteryOfId(lotteryId);
    expect([open?.number, draw]).toEqual([1, null]);
    expect(open?.renewedAt).toEqual(expect.any(Number));
    await drawFilm({ lotteryId, word: "да" }, db);
  });

  test("leaves draws that cannot be checked, told apart from those older than commitments", async () => {
    const [lost, older] = [await aLottery(), await aLottery()];
    for (const { id } of [lost, older]) {
      await drawFilm({ lotteryId: id }, db);
      await loseCommitments(id);
    }
    await db("draws").where({ lottery_id: older.id }).update({ uncommitted: true });
    for (const [{ id }, unproven] of [
      [lost, "lost"],
      [older, "older"],
    ] as const) {
      expect((await lotteryOfId(id)).draw).toMatchObject({ commitment: null, unproven });
      expect(await proofOfDraw({ lotteryId: id, number: null }, db)).toMatchObject({ number: 1, unproven });
      expect(await drawOnce({ lotteryId: id, number: 1 }, db)).toMatchObject({
        kind: "drawn",
        first: false,
      });
    }
  });

  test("the migration finds the draws that are older than commitments only the first time", async () => {
    const { lotteryId } = await aLottery();
    await drawFilm({ lotteryId }, db);
    await loseCommitments(lotteryId);
    await publishedLists.up(db);
    expect((await lotteryOfId(lotteryId)).draw!.unproven).toBe("lost");
    await publishedLists.down(db);
    await publishedLists.up(db);
    expect((await lotteryOfId(lotteryId)).draw!.unproven).toBe("older");
  });
});

describe("how often a lottery may be drawn", () => {
  const again = { reason: "ещё раз", leaveOut: false };

  test(`${DRAWS_MAX} times, also when several ask at once`, async () => {
    const lottery = await aLottery();
    await drawFilm(lottery, db);
    for (let number = 2; number <= DRAWS_MAX; number++) {
      const asked = { ...lottery, ...again, number };
      const opened = await Promise.all([insertCommitment(asked, db), insertCommitment(asked, db)]);
      expect(new Set(opened.map((each) => each?.kind))).toEqual(new Set(["existing", "opened"]));
      await drawFilm(lottery, db);
    }
    const more = Array.from({ length: 3 }, () =>
      insertCommitment({ ...lottery, ...again, number: DRAWS_MAX + 1 }, db),
    );
    expect(await Promise.all(more)).toEqual(more.map(() => ({ kind: "too-many" })));
    expect(await commitmentsOf(lottery.id)).toHaveLength(DRAWS_MAX);
  });

  test("one with more draws from earlier still opens, with the last of them", async () => {
    const { lotteryId } = await aLottery([STALKER, HER]);
    await drawOften({ lotteryId, draws: 1_000 }, db);
    const { draws, olderDraws, draw, open } = await lotteryOfId(lotteryId);
    expect(draws.map(({ number }) => number)).toEqual(Array.from({ length: DRAWS_MAX }, (_, i) => 981 + i));
    expect([olderDraws, draw?.number, open?.number]).toEqual([980, 1_000, 1_001]);
    expect(await proofOfDraw({ lotteryId, number: 500 }, db)).toMatchObject({ previous: 499, next: 501 });
    expect(await drawFilm({ lotteryId, number: 1_001 }, db)).toMatchObject({ number: 1_001, first: true });
  });

  test("a commitment below the last draw is not open: its seed was shown once", async () => {
    const { lotteryId } = await aLottery();
    await drawOften({ lotteryId, draws: 3 }, db);
    await db("draws").where({ lottery_id: lotteryId, number: 2 }).delete();
    await db("commitments").where({ lottery_id: lotteryId, number: 4 }).delete();
    expect((await lotteryOfId(lotteryId)).open).toBeNull();
    expect(await drawOnce({ lotteryId, number: 2 }, db)).toBeNull();
    expect(await drawOnce({ lotteryId }, db)).toMatchObject({ kind: "drawn", number: 3, first: false });
  });
});

test("times that no Date can hold", async () => {
  const { lotteryId } = await aLottery();
  await drawFilm({ lotteryId }, db);
  for (const moment of ["infinity", "-infinity", "294276-12-31", "4713-01-01 BC"]) {
    await db("draws").where({ lottery_id: lotteryId }).update({ drawn_at: moment });
    await db("lotteries").where({ id: lotteryId }).update({ created_at: moment });
    await db("commitments").where({ lottery_id: lotteryId }).update({ created_at: moment, renewed: true });
    const { draw, createdAt } = await lotteryOfId(lotteryId);
    for (const date of [draw!.drawnAt, createdAt, new Date(draw!.commitment!.renewedAt!)]) {
      expect(() => date.toISOString(), `for ${moment}`).not.toThrow();
      expect(date > new Date(), `for ${moment}`).toBe(!/^-|BC/.test(moment));
    }
  }
});
