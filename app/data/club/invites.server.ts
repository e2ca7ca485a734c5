import {
  COUNTED_MAX,
  DEVICES_MAX,
  ENDED_INVITES_KEPT,
  INVITES_MAX,
  type Unwelcome,
  type Welcome,
} from "#app/domain/club/club.ts";
import type { Db } from "../reliability/pool.server.ts";
import { IS_OPEN } from "./club-page.server.ts";
import { HERE } from "./devices.server.ts";
import { TOO_MUCH } from "./bounds.server.ts";
import { STANDS } from "./gone.server.ts";

/** `key-reused`: the same form made a link before, with other choices. `full`: the club has as many as it may. */
export type Invited = "made" | "key-reused" | "full";

export type NewInvite = {
  id: string;
  clubId: string;
  deviceId: string;
  tokenHash: string;
  /** Null for a recovery link, which works until there is another one. */
  days: number | null;
  /** Null for any number. */
  uses: number | null;
  submitKey: string;
};

/**
 * Saves an invite, in one statement, and forgets those that ended long before. The same submit key never makes a second
 * one.
 */
export async function insertInvite(invite: NewInvite, db: Db): Promise<Invited> {
  const invited = await insert(invite, db);
  // The same form twice in the same moment: the other one has just been saved.
  return invited ?? (await insert(invite, db)) ?? "full";
}

/** Null when nothing was saved, though there is room. */
async function insert(invite: NewInvite, db: Db): Promise<Invited | null> {
  const recovery = invite.days === null;
  const { rows } = await db.raw<{ rows: { made: boolean; room: boolean; ours: boolean | null }[] }>(
    `with ${HERE}, before as (
       update invites set revoked_at = now()
       where :recovery and club_id = :clubId and recovery and revoked_at is null and submit_key <> :submitKey
     ), room as (
       select :recovery or (
         select count(*) from invites where club_id = :clubId and not recovery and ${IS_OPEN}) < ${INVITES_MAX} as found
     ), made as (
       insert into invites (id, club_id, token_hash, recovery, made_by, expires_at, uses_left, submit_key)
       select cast(:id as uuid), cast(:clubId as uuid), :tokenHash, :recovery, cast(:deviceId as uuid),
              now() + cast(:days as integer) * interval '1 day', cast(:uses as integer), cast(:submitKey as uuid)
       from room where found on conflict do nothing returning id
     ), forgotten as (
       delete from invites where id in (
         select id from invites where club_id = :clubId and not (${IS_OPEN}) and submit_key <> :submitKey
         order by created_at desc, id offset ${ENDED_INVITES_KEPT})
     )
     select exists (select from made) as made, found as room,
            (select token_hash = :tokenHash and club_id = :clubId from invites where submit_key = :submitKey) as ours
     from room`,
    { ...invite, recovery },
  );
  const { made, room, ours } = rows[0]!;
  if (made || ours) return "made";
  if (ours === false) return "key-reused";
  return room ? null : "full";
}

/** Ends an invite of this club; false when the club never had it. */
export async function revokeInvite({ id, clubId }: { id: string; clubId: string }, db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `update invites set revoked_at = coalesce(revoked_at, now()) where id = :id and club_id = :clubId returning id`,
    { id, clubId },
  );
  return rows.length > 0;
}

/** SQL for whether nobody but the visitor is in :ownClub. */
export const ALONE = `not exists (
  select from devices where club_id = :ownClub and id <> :ownDevice and removed_at is null)`;

/** SQL for why an invite does not let in a visitor of :ownClub; null when it does. */
export const REFUSED = `case
  when invites.club_id = :ownClub then 'member'
  when invites.revoked_at is not null then 'revoked'
  when invites.uses_left = 0 then 'used'
  when invites.expires_at <= now() then 'expired'
  when (select count(*) from devices where club_id = invites.club_id and removed_at is null) >= ${DEVICES_MAX}
    then 'full'
  when ${ALONE} and ${STANDS(":ownClub")} and ${TOO_MUCH("invites.club_id")} then 'many'
end`;

/**
 * What an invite offers to this visitor; null when there is none of this token. Who joined by it before is let in again,
 * whatever has become of it.
 */
export async function welcomeTo(
  asked: { tokenHash: string; ownClub: string; ownDevice: string },
  db: Db,
): Promise<Welcome | null> {
  const { rows } = await db.raw<{ rows: WelcomeRow[] }>(
    `select case when joined.id is null then ${REFUSED} end as refused, invites.recovery, clubs.name as club_name,
            coalesce(maker.first_name, '') as made_by,
            ${counted("movies", "invites.club_id")} as movies, ${counted("lotteries", "invites.club_id")} as lotteries,
            ${counted("movies", ":ownClub")} as own_movies, ${counted("lotteries", ":ownClub")} as own_lotteries,
            ${ALONE} as alone
     from invites
     join clubs on clubs.id = invites.club_id
     left join devices as maker on maker.id = invites.made_by
     left join devices as joined
       on joined.club_id = invites.club_id and joined.came_as = :ownDevice and joined.removed_at is null
     where invites.token_hash = :tokenHash and ${STANDS("invites.club_id")}`,
    asked,
  );
  return rows[0] ? toWelcome(rows[0]) : null;
}

/** SQL for how many rows a club has, as far as anybody counts. */
function counted(table: "movies" | "lotteries", club: string): string {
  return `(select count(*)::integer from (select from ${table} where club_id = ${club} limit ${COUNTED_MAX + 1}) as counted)`;
}

type WelcomeRow = {
  refused: Unwelcome | null;
  recovery: boolean;
  club_name: string;
  made_by: string;
  movies: number;
  lotteries: number;
  own_movies: number;
  own_lotteries: number;
  alone: boolean;
};

function toWelcome(row: WelcomeRow): Welcome {
  const { refused, recovery, movies, lotteries, alone } = row;
  const own = { movies: row.own_movies, lotteries: row.own_lotteries, alone };
  return { refused, recovery, clubName: row.club_name, madeBy: row.made_by, movies, lotteries, own };
}
