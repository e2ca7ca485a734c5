import { createHash, randomBytes } from "node:crypto";
import { idFromBytes } from "#app/domain/lottery.ts";

/** Hex SHA-256 of what was submitted, as JSON: tells the same form sent again from one that was edited since. */
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
