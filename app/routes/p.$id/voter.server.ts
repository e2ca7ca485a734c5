import type { Voter } from "#app/data/polls/ballots.server.ts";
import { inviteHash } from "#app/data/identity.server.ts";
import { isToken } from "#app/domain/club/club.ts";
import { visitorOf, voterIdOf, type Visitor } from "#app/visitor/visitor.server.ts";

type Asking = {
  visitor: Visitor | null;
  /** The token of the personal link that the page was opened by; null for none. */
  token: string | null;
  /** As whom they vote; null where neither a cookie nor a personal link says so. */
  voter: Voter | null;
};

/** Whose browser it is that asks for the page of a poll, and as whom it votes. */
export async function voterOf(request: Request): Promise<Asking> {
  const visitor = await visitorOf(request);
  const token = tokenIn(new URL(request.url).searchParams.get("as"));
  const visitorId = visitor?.voterId ?? (await voterIdOf(request));
  if (!visitorId && !token) return { visitor, token, voter: null };
  return { visitor, token, voter: { visitorId, tokenHash: hashOf(token) } };
}

/** The token that a text is; null for what can be none. */
export function tokenIn(text: string | null): string | null {
  return text !== null && isToken(text) ? text : null;
}

/** The hash under which the token of a personal link is kept. */
export function hashOf(token: string | null): string | null {
  return token === null ? null : inviteHash(token);
}
