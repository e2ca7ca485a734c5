import { createHmac } from "node:crypto";
import { signingSecrets } from "#app/http/secrets.server.ts";

const LETTERS = 32;

/**
 * The token of the invite that a form makes: 128 bits in hex, and the same each time for the same form, so that one sent
 * twice can be shown its link again. Nobody without the secret of this app can compute it.
 */
export function inviteToken(form: readonly (string | number)[]): string {
  const [secret = ""] = signingSecrets();
  return createHmac("sha256", secret)
    .update(`invite ${JSON.stringify(form)}`)
    .digest("hex")
    .slice(0, LETTERS);
}
