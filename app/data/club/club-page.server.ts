import { type Club, type Device, DEVICES_MAX, type Invite, INVITES_MAX } from "#app/domain/club/club.ts";
import type { Db } from "../reliability/pool.server.ts";
import { momentOf } from "../moment.server.ts";
import { EXPECTS } from "./arrivals.server.ts";
import { STANDS } from "./gone.server.ts";

/** SQL for whether a row of invites lets somebody in now. */
export const IS_OPEN = `(invites.revoked_at is null and invites.uses_left is distinct from 0
  and (invites.expires_at is null or invites.expires_at > now()))`;

/** A club with its devices and the invites that work; null when nothing of it is saved. */
export async function clubById({ id }: { id: string }, db: Db): Promise<Club | null> {
  const { rows } = await db.raw<{ rows: ClubRow[] }>(
    `select clubs.name,
            (select json_agg(json_build_object('id', id, 'firstName', first_name, 'lastSeen', last_seen)
                     order by last_seen desc, id)
             from (select id, first_name, last_seen from devices where club_id = clubs.id and removed_at is null
                   order by last_seen desc limit ${DEVICES_MAX}) as latest) as devices,
            (select json_agg(json_build_object('id', id, 'madeBy', made_by, 'expiresAt', expires_at,
                      'usesLeft', uses_left) order by created_at desc, id)
             from (select invites.id, coalesce(devices.first_name, '') as made_by, invites.expires_at,
                          invites.uses_left, invites.created_at
                   from invites left join devices on devices.id = invites.made_by
                   where invites.club_id = clubs.id and not invites.recovery and ${IS_OPEN}
                   order by invites.created_at desc limit ${INVITES_MAX}) as open) as invites,
            exists (select from invites where club_id = clubs.id and recovery and ${IS_OPEN}) as recoverable,
            ${EXPECTS("clubs.id")} as arriving
     from clubs where clubs.id = :id and ${STANDS("clubs.id")}`,
    { id },
  );
  return rows[0] ? toClub(rows[0]) : null;
}

/** Names a club; blank takes its name away. */
export async function setClubName({ id, name }: { id: string; name: string }, db: Db): Promise<void> {
  await db.raw(
    "insert into clubs (id, name) values (:id, :name) on conflict (id) do update set name = excluded.name",
    { id, name },
  );
}

type ClubRow = {
  name: string;
  devices: (Omit<Device, "lastSeen"> & { lastSeen: string })[] | null;
  invites: (Omit<Invite, "expiresAt"> & { expiresAt: string | null })[] | null;
  recoverable: boolean;
  arriving: boolean;
};

function toClub({ name, devices, invites, recoverable, arriving }: ClubRow): Club {
  return {
    name,
    devices: (devices ?? []).map((device) => ({ ...device, lastSeen: momentOf(device.lastSeen) })),
    invites: (invites ?? []).map(({ expiresAt, ...invite }) => ({
      ...invite,
      expiresAt: expiresAt === null ? null : momentOf(expiresAt),
    })),
    recoverable,
    arriving,
  };
}
