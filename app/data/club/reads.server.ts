import { type Club, NEW_CLUB, type Welcome } from "#app/domain/club/club.ts";
import { database } from "../database.server.ts";
import { inviteHash } from "../identity.server.ts";
import { nothingYet, scopes } from "../guarded.server.ts";
import type { Guarded } from "../reliability/guard.server.ts";
import { bringSoon } from "./arriving.server.ts";
import { clubById } from "./club-page.server.ts";
import { deviceById, latestRemoved, type Removal } from "./devices.server.ts";
import { welcomeTo } from "./invites.server.ts";

/** The most removed devices and deleted clubs that a process knows. */
export const REMOVALS_MAX = 50_000;

/** A club's page; a club of which nothing is saved yet is a new one. Default: null. */
export function clubPage({ clubId }: { clubId: string | null }): Promise<Guarded<Club | null>> {
  if (!clubId) return nothingYet<Club | null>(NEW_CLUB);
  const { db, guard, budgets } = database();
  return guard.read<Club | null>({
    name: "club",
    scope: scopes.club(clubId),
    budgetMs: budgets.readMs,
    fallback: null,
    load: async () => {
      const club = (await clubById({ id: clubId }, db)) ?? NEW_CLUB;
      // A process that had begun with it may have ended.
      if (club.arriving) bringSoon();
      return club;
    },
  });
}

/** A device of a club; null with source `default` means unknown, null otherwise means there is none. */
export function devicePage({ clubId, deviceId }: { clubId: string; deviceId: string }) {
  const { db, guard, budgets } = database();
  return guard.read<{ firstName: string; lastSeen: Date } | null>({
    name: "device",
    scope: scopes.club(clubId),
    key: deviceId,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => deviceById({ id: deviceId, clubId }, db),
  });
}

/**
 * What an invite offers to a visitor; null with source `default` means unknown, null otherwise that there is none of
 * this token.
 */
export function invitePage({ token, visitor }: { token: string; visitor: { id: string; clubId: string } }) {
  const { db, guard, budgets } = database();
  const tokenHash = inviteHash(token);
  return guard.read<Welcome | null>({
    name: "invite",
    // The visitor's own club is in the answer too.
    scope: scopes.club(visitor.clubId),
    key: `${tokenHash} ${visitor.id}`,
    budgetMs: budgets.readMs,
    fallback: null,
    load: () => welcomeTo({ tokenHash, ownClub: visitor.clubId, ownDevice: visitor.id }, db),
  });
}

/** Which devices were removed, and which clubs deleted, since a moment; null when the database does not say so within `budgetMs`. */
export async function latestRemovals(since: Date | null, budgetMs: number): Promise<Removal[] | null> {
  const { db, guard } = database();
  const { value, source } = await guard.read<Removal[] | null>({
    name: "removals",
    scope: "devices",
    key: String(since?.getTime() ?? ""),
    budgetMs,
    fallback: null,
    load: () => latestRemoved({ since, limit: REMOVALS_MAX }, db),
  });
  return source === "fresh" ? value : null;
}
