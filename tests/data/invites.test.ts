import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { insertInvite, revokeInvite } from "#app/data/club/invites.server.ts";
import { ENDED_INVITES_KEPT, INVITES_MAX } from "#app/domain/club/club.ts";
import { testDatabase } from "#tests/support/database.ts";
import { statementsOf } from "./fixtures.ts";

const { db } = await testDatabase();

function anInvite(clubId: string, days: number | null = 7) {
  const id = randomUUID();
  return { id, clubId, deviceId: randomUUID(), tokenHash: id, days, uses: 1, submitKey: randomUUID() };
}

const idsOf = (clubId: string) => db("invites").where({ club_id: clubId }).pluck("id");

test("the same form twice in the same moment makes one invite, and both are told its link", async () => {
  const invite = anInvite(randomUUID());
  const { second } = await db.transaction(async (first) => {
    expect(await insertInvite(invite, first)).toBe("made");
    const second = insertInvite({ ...invite, id: randomUUID() }, db);
    const waiting = () =>
      db("pg_stat_activity")
        .whereRaw("wait_event_type = 'Lock' and datname = current_database()")
        .pluck("pid");
    await expect.poll(waiting).toHaveLength(1);
    return { second };
  });
  expect(await second).toBe("made");
  expect(await idsOf(invite.clubId)).toEqual([invite.id]);
  expect(await insertInvite({ ...invite, tokenHash: "another choice" }, db)).toBe("key-reused");
});

test("a club has so many invites that work, and the same form sent again is as before", async () => {
  const clubId = randomUUID();
  const first = anInvite(clubId);
  await insertInvite(first, db);
  for (let made = 1; made < INVITES_MAX; made++) await insertInvite(anInvite(clubId), db);
  expect(await insertInvite(anInvite(clubId), db)).toBe("full");
  expect(await insertInvite(first, db)).toBe("made");
  expect(await insertInvite(anInvite(clubId, null), db), "of a recovery link there is one").toBe("made");
  await revokeInvite({ id: first.id, clubId }, db);
  expect(await insertInvite(anInvite(clubId), db)).toBe("made");
});

test.each([
  ["revoked", { revoked_at: new Date() }],
  ["used up", { uses_left: 0 }],
  ["expired", { expires_at: new Date(0) }],
])("of invites that were %s so many are kept, the last ones, and all that work", async (_, ended) => {
  const clubId = randomUUID();
  const [open, elsewhere] = [anInvite(clubId), anInvite(randomUUID())];
  await insertInvite(open, db);
  await insertInvite(elsewhere, db);
  await db("invites").where({ id: elsewhere.id }).update(ended);
  const old = Array.from({ length: ENDED_INVITES_KEPT + 5 }, (_, age) => {
    const { id, tokenHash, deviceId: made_by, submitKey: submit_key } = anInvite(clubId);
    const created_at = new Date(Date.now() - (age + 1) * 1_000);
    const row = { id, club_id: clubId, token_hash: tokenHash, made_by, submit_key, created_at };
    return { ...row, expires_at: new Date(Date.now() + 60_000), uses_left: 1, ...ended };
  });
  await db("invites").insert(old);
  const last = anInvite(clubId);
  expect(await statementsOf(db, () => insertInvite(last, db))).toHaveLength(1);
  const kept = old.slice(0, ENDED_INVITES_KEPT).map(({ id }) => id);
  expect(new Set(await idsOf(clubId))).toEqual(new Set([open.id, last.id, ...kept]));
  expect(await idsOf(elsewhere.clubId)).toEqual([elsewhere.id]);
});
