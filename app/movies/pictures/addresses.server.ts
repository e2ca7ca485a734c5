import { createHmac, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import { paths } from "#app/paths.ts";

/** With this the whole address stays below what the app takes as one. */
const FROM_MAX = 1_800;
const KEPT = 10_000;

/**
 * Our addresses of other people's pictures. Each carries the address it stands for and a mark that only this app can
 * make, so that nobody has it fetch what none of its pages shows. The first secret makes marks, all of them are known.
 */
export function createAddresses(secrets: readonly string[]) {
  const made = new LRUCache<string, string>({ max: KEPT });

  /** Where a page finds the picture of this address; null when that is too long. */
  function ours(url: string): string | null {
    const known = made.get(url);
    if (known) return known;
    if (encodeURIComponent(url).length > FROM_MAX) return null;
    const address = paths.poster(markOf(url, secrets[0]!), url);
    made.set(url, address);
    return address;
  }

  /** Whether this mark was made for this address by this app. */
  function isOurs(mark: string, url: string): boolean {
    return secrets.some((secret) => isSame(mark, markOf(url, secret)));
  }

  return { ours, isOurs };
}

function markOf(url: string, secret: string): string {
  return createHmac("sha256", secret).update(`poster ${url}`).digest("base64url").slice(0, 22);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
