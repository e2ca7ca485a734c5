import { createHmac } from "node:crypto";
import { signingSecrets } from "#app/http/secrets.server.ts";

const LETTERS = 32;

/**
 * The tokens that the personal link of somebody who votes by name may have after so many links: 128 bits in hex, under each
 * secret of this app, a new link's first. So the host is shown links that are kept nowhere.
 */
export function voterTokens(voterId: string, links: number): string[] {
  return signingSecrets().map((secret) => tokenUnder(secret, voterId, links));
}

/** The token of a new link. */
export function voterToken(voterId: string, links: number): string {
  const [secret = ""] = signingSecrets();
  return tokenUnder(secret, voterId, links);
}

function tokenUnder(secret: string, voterId: string, links: number): string {
  return createHmac("sha256", secret).update(`voter ${voterId} ${links}`).digest("hex").slice(0, LETTERS);
}
