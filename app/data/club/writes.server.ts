import { randomUUID } from "node:crypto";
import { database } from "../database.server.ts";
import { inviteHash } from "../identity.server.ts";
import { scopes } from "../guarded.server.ts";
import type { Written } from "../reliability/writing.server.ts";
import { write } from "../guarded.server.ts";
import { bringSoon } from "./arriving.server.ts";
import { setClubName } from "./club-page.server.ts";
import { forgetSoon } from "./forgetting.server.ts";
import { closeClub } from "./gone.server.ts";
import { leaveClub, removeDevice, saveSightings, setFirstName, type Sighting } from "./devices.server.ts";
import { insertInvite, revokeInvite, type Invited } from "./invites.server.ts";
import { joinClub, type Joined } from "./joining.server.ts";

/** Who asks: a device and its club. */
type Asking = { deviceId: string; clubId: string };

/** Names a club; blank takes its name away. */
export function nameClub({ clubId, name }: { clubId: string; name: string }): Promise<Written<void>> {
  return write("name-club", [scopes.club(clubId)], (db) => setClubName({ id: clubId, name }, db));
}

/** Says what the person at a device is called; blank takes the name away. */
export function nameDevice(device: Asking & { firstName: string }): Promise<Written<void>> {
  return write("name-device", [scopes.club(device.clubId)], (db) => setFirstName(device, db));
}

/** Makes an invite to a club; the same submit key never makes a second one. */
export function makeInvite({
  token,
  uses,
  days,
  ...asking
}: Asking & {
  token: string;
  /** Null for any number. */
  uses: number | null;
  days: number;
  submitKey: string;
}): Promise<Written<Invited>> {
  const invite = { ...asking, id: randomUUID(), tokenHash: inviteHash(token), uses, days };
  return write("make-invite", [scopes.club(asking.clubId)], (db) => insertInvite(invite, db));
}

/** Makes the recovery link of a club; the one before works no longer. */
export function makeRecovery({
  token,
  ...asking
}: Asking & { token: string; submitKey: string }): Promise<Written<Invited>> {
  const invite = { ...asking, id: randomUUID(), tokenHash: inviteHash(token), uses: null, days: null };
  return write("make-recovery", [scopes.club(asking.clubId)], (db) => insertInvite(invite, db));
}

/** Ends an invite of this club; false when the club never had it. */
export function endInvite({ inviteId, clubId }: { inviteId: string; clubId: string }) {
  return write("end-invite", [scopes.club(clubId)], (db) => revokeInvite({ id: inviteId, clubId }, db));
}

/** Lets a visitor into the club of an invite; see joining.server.ts. */
export async function join({
  token,
  firstName,
  visitor,
}: {
  token: string;
  firstName: string;
  visitor: { id: string; clubId: string };
}): Promise<Written<Joined>> {
  const joining = {
    tokenHash: inviteHash(token),
    ownDevice: visitor.id,
    ownClub: visitor.clubId,
    deviceId: randomUUID(),
    firstName,
  };
  const result = await write("join", [scopes.club(visitor.clubId)], (db) => joinClub(joining, db));
  const joined = result.ok ? result.value : null;
  if (joined && joined.kind !== "refused") {
    database().guard.touch([scopes.club(joined.clubId)]);
    if (joined.arriving) bringSoon();
  }
  return result;
}

/** Takes a device out of its club, for good; false when the club never had it. */
export function expel({ deviceId, clubId }: Asking): Promise<Written<boolean>> {
  return write("remove-device", [scopes.club(clubId)], (db) => removeDevice({ id: deviceId, clubId }, db));
}

/** Takes the device that asks for it out of its club. */
export function leave(device: Asking): Promise<Written<void>> {
  return write("leave-club", [scopes.club(device.clubId)], (db) => leaveClub(device, db));
}

/**
 * Deletes a club with everything in it, for good: nobody sees any of it from then on, and what is left of it goes in the
 * background. A second time is like the first.
 */
export async function deleteClub({ clubId }: { clubId: string }): Promise<Written<void>> {
  const result = await write("delete-club", [scopes.club(clubId)], (db) => closeClub({ id: clubId }, db));
  if (!result.ok) return result;
  const { lotteries, polls } = result.value;
  database().guard.forget([
    scopes.club(clubId),
    ...lotteries.map((id) => scopes.lottery(id)),
    ...polls.map((id) => scopes.poll(id)),
  ]);
  forgetSoon();
  return { ok: true, value: undefined };
}

/** Writes down when devices were seen last; false when that was not confirmed. */
export async function keepSightings(sightings: readonly Sighting[]): Promise<boolean> {
  return (await write("sightings", [], (db) => saveSightings(sightings, db))).ok;
}
