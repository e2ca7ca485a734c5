import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { closeClub, closeUntouched, isGone } from "#app/data/club/gone.server.ts";
import { sweepGone } from "#app/data/club/sweep-gone.server.ts";
import { insertLottery } from "#app/data/lotteries/lotteries.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, lotteryOf, SOLARIS, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

async function clubWith({ films = 0, lotteries = 0, polls = 0 }): Promise<string> {
  const id = randomUUID();
  await db("clubs").insert({ id });
  for (let from = 1; from <= films; from += 2_000) {
    await db.raw(
      `insert into movies (id, club_id, title, title_key, submit_key, payload_hash)
       select 'film ' || number || :id, cast(:id as uuid), 'Фильм ' || number, 'фильм ' || number, gen_random_uuid(), ''
       from generate_series(cast(:from as integer), least(:from + 1999, :films)) as number`,
      { id, from, films },
    );
  }
  for (let made = 0; made < lotteries; made++) {
    await insertLottery(lotteryOf([SOLARIS, BROTHER], { clubId: id }), db);
  }
  await db.raw(
    `insert into polls (id, club_id, method, ends_at, seed, submit_key, payload_hash)
     select 'poll' || number || :id, cast(:id as uuid), 'one', now(), sha256('seed'), gen_random_uuid(), ''
     from generate_series(1, cast(:polls as integer)) as number`,
    { id, polls },
  );
  return id;
}

const countOf = async (table: string, clubId: string) =>
  Number((await db(table).where({ club_id: clubId }).count({ count: "*" }))[0]?.count);

test("deleting is one statement that writes one row, however much there is", async () => {
  const id = await clubWith({ films: 10_000, lotteries: 3 });
  const statements = await statementsOf(db, () => closeClub({ id }, db));
  expect(statements).toHaveLength(1);
  expect(await db("gone_clubs").where({ id }).pluck("id")).toEqual([id]);
  expect(await countOf("movies", id)).toBe(10_000);
  const again = await closeClub({ id }, db);
  expect(again.lotteries).toHaveLength(3);
  await sweptWhole();
  expect(await db("clubs").where({ id })).toEqual([]);
});

test("what it had goes in parts, each of which can be the last before a crash, and leaves its marks", async () => {
  const id = await clubWith({ films: 25, lotteries: 5, polls: 3 });
  const lotteries: string[] = await db("lotteries").where({ club_id: id }).pluck("id");
  await closeClub({ id }, db);
  for (const lottery of lotteries) expect(await isGone("lottery", lottery, db)).toBe(true);
  const left = [];
  while (await sweepGone(db, { movies: 10, lotteries: 2, polls: 2 })) {
    left.push([await countOf("movies", id), await countOf("lotteries", id), await countOf("polls", id)]);
    for (const lottery of lotteries) expect(await isGone("lottery", lottery, db)).toBe(true);
  }
  expect(left).toEqual([
    [15, 3, 1],
    [5, 1, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(await db("clubs").where({ id })).toEqual([]);
  expect(await isGone("poll", `poll1${id}`, db)).toBe(true);
  expect(await isGone("lottery", "2222222222", db)).toBe(false);
});

test("of others nothing goes, and two processes do not wait for each other", async () => {
  const [gone, other] = [
    await clubWith({ films: 3, lotteries: 1 }),
    await clubWith({ films: 2, lotteries: 1 }),
  ];
  await closeClub({ id: gone }, db);
  const first = await db.transaction();
  expect(await sweepGone(first)).toBe(true);
  expect(await sweepGone(db)).toBe(false);
  await first.commit();
  await sweptWhole();
  expect([await countOf("movies", other), await countOf("lotteries", other)]).toEqual([2, 1]);
});

test("what an unaware process wrote into a club that was swept already goes too", async () => {
  const id = await clubWith({});
  await closeClub({ id }, db);
  await sweptWhole();
  await insertLottery(lotteryOf([SOLARIS, BROTHER], { clubId: id }), db);
  await sweptWhole();
  expect(await countOf("lotteries", id)).toBe(0);
});

test("a club that nobody has touched for months is deleted, and only such a club", async () => {
  await db("clubs").delete();
  const long = db.raw("now() - interval '13 months'");
  const [old, visited, drawn, added, fresh] = await Promise.all([
    clubWith({ films: 1, lotteries: 1, polls: 1 }),
    clubWith({ films: 1 }),
    clubWith({ lotteries: 1 }),
    clubWith({ films: 1 }),
    clubWith({}),
  ]);
  await db("clubs").whereNot({ id: fresh }).update({ created_at: long });
  await db("movies").whereNot({ club_id: added }).update({ added_at: long });
  await db("lotteries").update({ created_at: long });
  await db("polls").update({ ends_at: long });
  await db("devices").insert({ id: randomUUID(), club_id: visited });
  await db("devices").insert({ id: randomUUID(), club_id: old, last_seen: long });
  const lottery = await db("lotteries").where({ club_id: drawn }).first<{ id: string }>("id");
  await db("draws").insert({ lottery_id: lottery?.id, number: 1, winner: 1 });
  expect(await closeUntouched({ months: 14, limit: 10 }, db)).toBe(0);
  expect(await closeUntouched({ months: 12, limit: 10 }, db)).toBe(1);
  expect(await closeUntouched({ months: 12, limit: 10 }, db)).toBe(0);
  expect(await db("gone_clubs").whereIn("id", [old, visited, drawn, added, fresh]).pluck("id")).toEqual([
    old,
  ]);
});

async function sweptWhole(): Promise<void> {
  while (await sweepGone(db));
}
