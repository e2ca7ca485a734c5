import { createHash, randomBytes } from "node:crypto";
import { idFromBytes } from "#app/domain/lottery/lottery.ts";

/**
 * A fingerprint of a form (SHA-256 of it as JSON, in hex): the same form sent again has the same one, an edited form
 * another.
 */
export function submitFingerprint(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** A new unguessable id for a lottery or a movie. */
export function newId(): string {
  for (;;) {
    const id = idFromBytes(randomBytes(24));
    if (id) return id;
  }
}

/** What is kept of an invite's token: enough to know it again, and of no use to whoever reads it. */
export function inviteHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
