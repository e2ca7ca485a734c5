import type { Unwelcome } from "#app/domain/club.ts";
import { MERGED, TO_MERGE } from "../library/merging.server.ts";
import type { Db } from "../reliability/pool.server.ts";
import { STANDS } from "./gone.server.ts";
import { ALONE, REFUSED } from "./invites.server.ts";

/** Who is in now, as which device; or why not. Null when there is no such invite. */
export type Joined =
  | { kind: "joined" | "before"; deviceId: string; clubId: string; clubName: string }
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
 * is one film with both notes. Who joined before, and did not hear of it, is in already: nothing is used up.
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
     ), brought as (
       -- The club that takes everything in, when nobody stays behind.
       select device.id as device_id, device.club_id from device where ${ALONE} and ${STANDS(":ownClub")}
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
       update invites set revoked_at = now() from brought where invites.club_id = :ownClub and revoked_at is null
     ), left_behind as (
       delete from devices using device where devices.id = :ownDevice and devices.club_id = :ownClub
     )
     select invite.club_id, invite.name, invite.refused, (select id from before) as before,
            (select id from device) as joined
     from invite`,
    joining,
  );
  return rows[0] ? toJoined(rows[0]) : null;
}

type JoinRow = {
  club_id: string;
  name: string;
  refused: Unwelcome | null;
  before: string | null;
  joined: string | null;
};

function toJoined({ club_id: clubId, name: clubName, refused, before, joined }: JoinRow): Joined | "again" {
  if (joined) return { kind: "joined", deviceId: joined, clubId, clubName };
  if (before) return { kind: "before", deviceId: before, clubId, clubName };
  return refused ? { kind: "refused", why: refused } : "again";
}

function orNull(joined: Joined | "again"): Joined {
  return joined === "again" ? { kind: "refused", why: "used" } : joined;
}
