import type { Voter } from "#app/data/polls/ballots.server.ts";
import { inviteHash } from "#app/data/identity.server.ts";
import { visitorOf, type Visitor } from "#app/visitor/visitor.server.ts";

/** A personal link is no longer than this; what is longer is none. */
const TOKEN_MAX = 100;

/** Whose browser it is, and as whom it votes; null where neither a cookie nor a personal link says so. */
export async function voterOf(request: Request): Promise<{ visitor: Visitor | null; voter: Voter | null }> {
  const visitor = await visitorOf(request);
  const tokenHash = hashOf(new URL(request.url).searchParams.get("as"));
  if (!visitor && !tokenHash) return { visitor, voter: null };
  return { visitor, voter: { visitorId: visitor?.id ?? "", tokenHash } };
}

/** The hash of the token in a personal link; null for none. */
export function hashOf(token: string | null): string | null {
  return token && token.length <= TOKEN_MAX ? inviteHash(token) : null;
}
