import type { Db } from "../reliability/pool.server.ts";
import { momentOf } from "../moment.server.ts";
import { STANDS } from "./gone.server.ts";

/** That a browser of a club was here, and how long ago. */
export type Sighting = { id: string; clubId: string; agoMs: number };

/** A device or a club whose cookies are refused, and since when. */
export type Removal = { id: string; at: Date };

/** Cookies are refused when they are older; see docs/decisions/025. */
const KNOWN_FOR_DAYS = 366;
/** A statement that began before another one may become visible after it. */
const OVERLAP_S = 60;

/** Which devices were removed, and which clubs deleted, since a moment, the newest first; in the last year for null. */
export async function latestRemoved(
  { since, limit }: { since: Date | null; limit: number },
  db: Db,
): Promise<Removal[]> {
  const known = since
    ? `cast(:since as timestamptz) - interval '${OVERLAP_S} seconds'`
    : `now() - interval '${KNOWN_FOR_DAYS} days'`;
  const { rows } = await db.raw<{ rows: { id: string; at: Date }[] }>(
    `(select id, removed_at as at from devices where removed_at > ${known} order by removed_at desc limit :limit)
     union all
     (select id, gone_at as at from gone_clubs where gone_at > ${known} order by gone_at desc limit :limit)
     order by at desc limit :limit`,
    { limit, since },
  );
  return rows.map(({ id, at }) => ({ id, at: momentOf(at) }));
}

/**
 * Writes down when devices were seen last. A device without a row gets one if its club has one; a removed one stays as
 * it is.
 */
export async function saveSightings(sightings: readonly Sighting[], db: Db): Promise<void> {
  await db.raw(
    `insert into devices (id, club_id, last_seen)
     select seen.id, seen.club_id, date_trunc('milliseconds', now() - seen.ago_ms * interval '1 millisecond')
     from jsonb_to_recordset(cast(:sightings as jsonb)) as seen (id uuid, club_id uuid, ago_ms double precision)
     join clubs on clubs.id = seen.club_id
     -- All processes in one order, or two of them could wait for each other.
     order by seen.id
     on conflict (id) do update set last_seen = excluded.last_seen
     where devices.removed_at is null and devices.last_seen < excluded.last_seen`,
    {
      sightings: JSON.stringify(
        sightings.map(({ id, clubId, agoMs }) => ({ id, club_id: clubId, ago_ms: agoMs })),
      ),
    },
  );
}

/** Part of a statement: the club and the device that it comes from are there from now on. */
export const HERE = `club as (
  insert into clubs (id) values (:clubId) on conflict (id) do nothing
), here as (
  insert into devices (id, club_id) values (:deviceId, :clubId) on conflict (id) do nothing
)`;

/** Says what the person at a device is called. */
export async function setFirstName(
  device: { deviceId: string; clubId: string; firstName: string },
  db: Db,
): Promise<void> {
  await db.raw(
    `with club as (insert into clubs (id) values (:clubId) on conflict (id) do nothing)
     insert into devices (id, club_id, first_name) values (:deviceId, :clubId, :firstName)
     on conflict (id) do update set first_name = excluded.first_name where devices.club_id = excluded.club_id`,
    device,
  );
}

/** One device of this club, or null when the club has none of this id, or no longer. */
export async function deviceById(
  { id, clubId }: { id: string; clubId: string },
  db: Db,
): Promise<{ firstName: string; lastSeen: Date } | null> {
  const { rows } = await db.raw<{ rows: { first_name: string; last_seen: Date }[] }>(
    `select first_name, last_seen from devices
     where id = :id and club_id = :clubId and removed_at is null and ${STANDS(":clubId")}`,
    { id, clubId },
  );
  return rows[0] ? { firstName: rows[0].first_name, lastSeen: momentOf(rows[0].last_seen) } : null;
}

/** Takes a device out of this club. False when the club never had it; a second time is like the first. */
export async function removeDevice({ id, clubId }: { id: string; clubId: string }, db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `update devices set removed_at = coalesce(removed_at, date_trunc('milliseconds', now()))
     where id = :id and club_id = :clubId returning id`,
    { id, clubId },
  );
  return rows.length > 0;
}

/** Takes the device that asks for it out of its club; also one that has no row yet. */
export async function leaveClub(device: { deviceId: string; clubId: string }, db: Db): Promise<void> {
  await db.raw(
    `insert into devices (id, club_id, removed_at)
     select cast(:deviceId as uuid), id, date_trunc('milliseconds', now()) from clubs where id = :clubId
     on conflict (id) do update set removed_at = coalesce(devices.removed_at, excluded.removed_at)
     where devices.club_id = excluded.club_id`,
    device,
  );
}
