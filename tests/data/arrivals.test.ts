import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { bringPart } from "#app/data/club/arrivals.server.ts";
import { closeClub } from "#app/data/club/gone.server.ts";
import { insertInvite } from "#app/data/club/invites.server.ts";
import { joinClub, type Joined } from "#app/data/club/joining.server.ts";
import { inviteHash } from "#app/data/identity.server.ts";
import { insertMovie } from "#app/data/library/movies.server.ts";
import { insertLottery } from "#app/data/lotteries/lotteries.server.ts";
import { FILMS_MAX } from "#app/domain/club/club.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, lotteryOf, SOLARIS, STALKER, statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

type Member = { deviceId: string; clubId: string };

beforeEach(async () => {
  await db("arrivals").delete();
});

/** A club of one member, with films called "Фильм 1" and so on. */
async function member(films = 0, from = 1): Promise<Member> {
  const [deviceId, clubId] = [randomUUID(), randomUUID()];
  await db("clubs").insert({ id: clubId });
  await db("devices").insert({ id: deviceId, club_id: clubId });
  for (let first = from; first < from + films; first += 500) {
    await db.raw(
      `insert into movies (id, club_id, title, title_key, note, submit_key, payload_hash)
       select 'z' || number || :clubId, cast(:clubId as uuid), 'Фильм ' || number, 'фильм ' || number, :clubId,
              gen_random_uuid(), ''
       from generate_series(cast(:first as integer), least(:first + 499, :last)) as number`,
      { clubId, first, last: from + films - 1 },
    );
  }
  return { deviceId, clubId };
}

/** Invites to a club of somebody, and has another one join by it. */
async function join(guest: Member, host: Member): Promise<Joined> {
  const tokenHash = inviteHash(randomUUID());
  const invite = { ...host, tokenHash, days: 1, uses: 1, submitKey: randomUUID(), id: randomUUID() };
  expect(await insertInvite(invite, db)).toBe("made");
  return joinClub(
    { tokenHash, ownDevice: guest.deviceId, ownClub: guest.clubId, deviceId: randomUUID(), firstName: "" },
    db,
  );
}

/** A club that is on its way to that of somebody, as a join leaves one that has more than fits into one statement. */
async function onItsWay(films: number, to: Member): Promise<Member> {
  const guest = await member(films);
  const devices = { came_as: guest.deviceId, device_id: randomUUID() };
  await db("arrivals").insert({ from_club: guest.clubId, club_id: to.clubId, ...devices });
  return guest;
}

/** Somebody whose club comes along in parts, as another one is still on its way to it. */
async function memberInParts(films: number): Promise<Member> {
  const guest = await member(films);
  const { clubId } = await onItsWay(0, guest);
  await db("arrivals")
    .where({ from_club: clubId })
    .update({ begun_at: new Date(0) });
  return guest;
}

const SMALL = { movies: 20, lotteries: 1, polls: 1, removed: 1, waiting: 1 };

const titlesOf = ({ clubId }: Member) => db("movies").where({ club_id: clubId }).pluck<string[]>("title");

/** Brings parts until nothing is on its way. */
async function allBrought(part?: typeof SMALL): Promise<void> {
  while (await bringPart(db, part)) continue;
}

test("more than fits into one statement comes in parts: doubles are merged, and after each part every film is in one of both", async () => {
  const guest = await memberInParts(61);
  const host = await member(20, 56);
  const lottery = lotteryOf([SOLARIS, BROTHER], { clubId: guest.clubId });
  await insertLottery(lottery, db);
  expect(await join(guest, host)).toMatchObject({ kind: "joined", arriving: true });
  const coming: number[] = [];
  while (await bringPart(db, SMALL)) {
    const [left, there] = [await titlesOf(guest), await titlesOf(host)];
    expect(new Set([...left, ...there]).size).toBe(75);
    coming.push(left.length);
  }
  expect(coming).toEqual([61, 41, 21, 1, 0, 0]);
  expect(await titlesOf(host)).toHaveLength(75);
  const [note] = await db("movies").where({ club_id: host.clubId, title: "Фильм 60" }).pluck("note");
  expect(note).toBe(`${host.clubId}\n${guest.clubId}`);
  const { club_id: club } = await db("lotteries").where({ id: lottery.id }).first("club_id");
  expect(club).toBe(host.clubId);
  expect(await db("arrivals")).toEqual([]);
});

test("a part is one statement, and whoever comes meanwhile finds nothing to do", async () => {
  await onItsWay(3, await member());
  expect(await statementsOf(db, () => bringPart(db))).toHaveLength(1);
  const first = await db.transaction();
  expect(await bringPart(first)).not.toBeNull();
  expect(await bringPart(db)).toBeNull();
  await first.rollback();
  expect(await bringPart(db)).not.toBeNull();
});

test("what is added where it comes from and where it goes, at the same time, is neither lost nor doubled", async () => {
  const host = await member();
  const guest = await onItsWay(200, host);
  const adding = async () => {
    for (let number = 1; number <= 200; number += 5) {
      const film = { title: `Фильм ${number}`, year: null, posterUrl: null, note: "" };
      const row = { ...film, id: `a${number}`, clubId: host.clubId, submitKey: randomUUID() };
      await insertMovie(row, db);
    }
  };
  await Promise.all([adding(), allBrought(SMALL), allBrought(SMALL)]);
  await insertMovie({ ...STALKER, id: "000", clubId: guest.clubId, note: "", submitKey: randomUUID() }, db);
  await allBrought();
  const titles = await titlesOf(host);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length + (await titlesOf(guest)).length).toBe(201);
});

test("a second press changes nothing, and neither does another invite with the old cookie", async () => {
  const guest = await memberInParts(61);
  const host = await member();
  await join(guest, host);
  await bringPart(db);
  expect(await join(guest, host)).toMatchObject({ kind: "before" });
  const other = await member();
  expect(await join(guest, other)).toMatchObject({ kind: "joined" });
  await allBrought();
  expect([(await titlesOf(host)).length, await titlesOf(other)]).toEqual([61, []]);
});

test("who goes on to a third club before all has come takes it along", async () => {
  const [guest, host, third] = [await memberInParts(61), await member(1, 9_000), await member()];
  await join(guest, host);
  await bringPart(db);
  await db("devices")
    .where({ club_id: host.clubId })
    .whereNot({ id: host.deviceId })
    .update({ removed_at: new Date() });
  expect(await join(host, third)).toMatchObject({ kind: "joined", arriving: true });
  await allBrought();
  expect((await titlesOf(third)).length).toBe(62);
  expect([...(await titlesOf(host)), ...(await titlesOf(guest))]).toEqual([]);
});

test("more than one club may have moves nothing and lets nobody in, and that is said before", async () => {
  const low = async ({ clubId }: Member, films: number) =>
    db.raw(
      `insert into movies (id, club_id, title, title_key, submit_key, payload_hash)
       select '22' || substr(md5(:clubId || number), 1, 8), cast(:clubId as uuid), 'Н ' || number, 'н ' || number, gen_random_uuid(), ''
       from generate_series(1, cast(:films as integer)) as number`,
      // The lowest thousandth stands for all of a library.
      { clubId, films },
    );
  const [guest, host, small] = [await member(1), await member(1), await member(1)];
  const share = FILMS_MAX / 1_000;
  await low(guest, share * 0.6);
  await low(host, share * 0.5);
  const before = [(await titlesOf(guest)).length, (await titlesOf(host)).length];
  expect(await join(guest, host)).toEqual({ kind: "refused", why: "many" });
  expect([(await titlesOf(guest)).length, (await titlesOf(host)).length]).toEqual(before);
  expect(await join(small, host)).toMatchObject({ kind: "joined", arriving: false });
});

test("what is on its way to a club goes with it when that is deleted", async () => {
  const host = await member();
  const guest = await onItsWay(30, host);
  await bringPart(db, SMALL);
  await closeClub({ id: host.clubId }, db);
  const gone = await db("gone_clubs").whereIn("id", [guest.clubId, host.clubId]).pluck<string[]>("id");
  expect(gone).toHaveLength(2);
});
