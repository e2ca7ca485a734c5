import type { Unwelcome } from "#app/domain/club/club.ts";
import { MERGED, TO_MERGE } from "../library/merging.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { STANDS } from "./gone.server.ts";
import { ALONE, REFUSED } from "./invites.server.ts";

/** Who is in now, as which device; or why not. Null when there is no such invite. */
export type Joined =
  | { kind: "joined" | "before"; deviceId: string; clubId: string; clubName: string; arriving: boolean }
  | { kind: "refused"; why: Unwelcome }
  | null;

export type Joining = {
  tokenHash: string;
  /** The visitor as it is now. */
  ownDevice: string;
  ownClub: string;
  /** Which device it becomes. */
  deviceId: string;
  firstName: string;
};

/**
 * Lets a visitor into the club of an invite, in one statement. Who was alone brings films, lotteries and polls: the same film
 * is one film with both notes. What is too much for one statement is on its way from then on (`arriving`), in parts of
 * arrivals.server.ts. Who joined before, and did not hear of it, is in already: nothing is used up.
 */
export async function joinClub(joining: Joining, db: Db): Promise<Joined> {
  const joined = await join(joining, db);
  // Two presses at the same moment, or two people for the last use: the other one has just been saved.
  return joined === "again" ? orNull(await join(joining, db)) : joined;
}

async function join(joining: Joining, db: Db): Promise<Joined | "again"> {
  const { rows } = await db.raw<{ rows: JoinRow[] }>(
    `with invite as (
       select invites.id, invites.club_id, clubs.name, ${REFUSED} as refused
       from invites join clubs on clubs.id = invites.club_id
       where invites.token_hash = :tokenHash and ${STANDS("invites.club_id")}
     ), before as (
       select devices.id from devices join invite on invite.club_id = devices.club_id
       where devices.came_as = :ownDevice and devices.removed_at is null
     ), used as (
       update invites set uses_left = invites.uses_left - 1 from invite
       where invites.id = invite.id and invite.refused is null and not exists (select from before)
         -- Looked at again, when somebody else was using it at the same moment.
         and invites.revoked_at is null and invites.uses_left is distinct from 0
       returning invites.club_id
     ), device as (
       insert into devices (id, club_id, first_name, came_as)
       select cast(:deviceId as uuid), club_id, :firstName, cast(:ownDevice as uuid) from used
       on conflict (club_id, came_as) where removed_at is null do nothing
       returning id, club_id
     ), follows as (
       -- The club that takes everything in, when nobody stays behind.
       select device.id as device_id, device.club_id from device where ${ALONE} and ${STANDS(":ownClub")}
     ), brought as materialized (
       select device_id, club_id from follows where not ${IN_PARTS}
     ), onward as (
       -- What was on its way to where nobody is any more.
       update arrivals set club_id = follows.club_id from follows
       where arrivals.club_id = :ownClub and arrivals.from_club <> follows.club_id
     ), home_again as (
       delete from arrivals using follows
       where arrivals.club_id = :ownClub and arrivals.from_club = follows.club_id
     ), arriving as (
       insert into arrivals (from_club, club_id, came_as, device_id)
       select cast(:ownClub as uuid), club_id, cast(:ownDevice as uuid), device_id from follows
       where not exists (select from brought)
       on conflict (from_club) do nothing
     ), twice as (
       select movies.id, theirs.id as kept_id, ${TO_MERGE.map((column) => `movies.${column}`).join(", ")}
       from brought
       join movies on movies.club_id = :ownClub
       join movies as theirs on theirs.club_id = brought.club_id and theirs.title_key = movies.title_key
         and coalesce(theirs.year, 0) = coalesce(movies.year, 0)
     ), merged as (
       update movies as kept
       set ${MERGED}
       from twice as excluded where kept.id = excluded.kept_id
     ), let_go as (
       delete from movies using twice where movies.id = twice.id
     ), moved as (
       update movies set club_id = brought.club_id from brought
       where movies.club_id = :ownClub and not exists (select from twice where twice.id = movies.id)
     ), trash as (
       update removed_movies set club_id = brought.club_id from brought where removed_movies.club_id = :ownClub
     ), lottery as (
       update lotteries
       set club_id = brought.club_id,
           host = case when coalesce(host, :ownDevice) = :ownDevice then brought.device_id else host end
       from brought where lotteries.club_id = :ownClub
     ), poll as (
       update polls
       set club_id = brought.club_id,
           host = case when coalesce(host, :ownDevice) = :ownDevice then brought.device_id else host end
       from brought where polls.club_id = :ownClub
     ), line as (
       -- Films that wait to be filled in go on waiting.
       update completions set club_id = brought.club_id from brought where completions.club_id = :ownClub
     ), closed as (
       update invites set revoked_at = now() from follows where invites.club_id = :ownClub and revoked_at is null
     ), left_behind as (
       delete from devices using device where devices.id = :ownDevice and devices.club_id = :ownClub
     )
     select invite.club_id, invite.name, invite.refused, (select id from before) as before,
            (select id from device) as joined,
            exists (select from follows) and not exists (select from brought) as arriving
     from invite`,
    joining,
  );
  return rows[0] ? toJoined(rows[0]) : null;
}

/** More than this is too much for one statement in its time. */
const AT_ONCE = { movies: 5_000, lotteries: 1_000, polls: 1_000 };

/** SQL for whether what :ownClub has comes along in parts. What is on its way to it decides so too: it is not there yet. */
const IN_PARTS = `(exists (select from arrivals where :ownClub in (arrivals.club_id, arrivals.from_club))
  or ${Object.entries(AT_ONCE)
    .map(([table, most]) => `exists (select from ${table} where club_id = :ownClub offset ${most} limit 1)`)
    .join(" or ")})`;

type JoinRow = {
  club_id: string;
  name: string;
  refused: Unwelcome | null;
  before: string | null;
  joined: string | null;
  arriving: boolean;
};

function toJoined(row: JoinRow): Joined | "again" {
  const { club_id: clubId, name: clubName, refused, before, joined, arriving } = row;
  if (joined) return { kind: "joined", deviceId: joined, clubId, clubName, arriving };
  if (before) return { kind: "before", deviceId: before, clubId, clubName, arriving };
  return refused ? { kind: "refused", why: refused } : "again";
}

function orNull(joined: Joined | "again"): Joined {
  return joined === "again" ? { kind: "refused", why: "used" } : joined;
}
