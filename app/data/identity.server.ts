import { createHash, randomBytes } from "node:crypto";
import { idFromBytes } from "#app/domain/lottery.ts";

/** Fingerprint of what a form holds, to tell a repeated submit from an edited one. Hex SHA-256 of its JSON. */
export function payloadHash(payload: unknown): string {
  return createHash("sha256").update(JSON.stringify(payload)).digest("hex");
}

/** A new unguessable id for a lottery or a movie. */
export function newId(): string {
  for (;;) {
    const id = idFromBytes(randomBytes(24));
    if (id) return id;
  }
}
