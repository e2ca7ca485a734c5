import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { createAddresses } from "./addresses.server.ts";
import { fetchPicture, NoPicture } from "./fetch.server.ts";
import { FORMS, nameOf, render, type Form } from "./render.server.ts";
import type { Rules } from "./rules.server.ts";
import { createStore } from "./store.server.ts";

export type Pictures = ReturnType<typeof createPictures>;

const AT_ONCE = 3;
/** More are not waited for: their pages show drawn posters, and ask again when they are opened again. */
const WAITING_MAX = 200;
/** So long nobody tries again what could not be had. */
const REFUSED_MS = 60 * 60 * 1_000;
const LATE_MS = 60 * 1_000;
const MEMORY_BYTES = 16 * 1024 * 1024;

/**
 * Other people's pictures, from us: fetched at most three at a time, made small, and kept. `observe` hears why one cannot
 * be had, and of which host.
 */
export function createPictures({
  folder,
  maxBytes,
  rules,
  secrets,
  observe = () => {},
}: {
  folder: string;
  maxBytes: number;
  rules: Rules;
  secrets: readonly string[];
  observe?: (failure: { host: string; reason: string }) => void;
}) {
  const addresses = createAddresses(secrets);
  const store = createStore(folder, { maxBytes });
  const memory = new LRUCache<string, Buffer>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ length }) => length,
  });
  const refused = new LRUCache<string, true>({ max: 5_000 });
  const underWay = new Map<string, Promise<void>>();
  const places = pLimit(AT_ONCE);

  /** This picture in this form, if it is here already. */
  async function have(url: string, form: Form): Promise<Buffer | null> {
    const name = fileName(url, form);
    const known = memory.get(name) ?? (await store.get(name));
    if (known) memory.set(name, known);
    return known ?? null;
  }

  /** The same, after it was fetched; null when it cannot be had, or not within `waitMs`. */
  async function get(url: string, form: Form, waitMs: number): Promise<Buffer | null> {
    const known = await have(url, form);
    if (known) return known;
    await Promise.race([want(url), delay(waitMs, undefined, { ref: false })]);
    return have(url, form);
  }

  /** Has this picture fetched unless it is on its way, or could not be had a while ago. Resolves when that is over. */
  function want(url: string): Promise<void> {
    const running = underWay.get(url);
    if (running || refused.has(url)) return running ?? Promise.resolve();
    const going = inTurn(url)
      .catch((error: unknown) => {
        if (!(error instanceof NoPicture)) throw error;
        const late = error.message === "late" || error.message === "busy";
        refused.set(url, true, { ttl: late ? LATE_MS : REFUSED_MS });
        observe({ host: hostOf(url), reason: error.message });
      })
      .finally(() => underWay.delete(url));
    underWay.set(url, going);
    return going;
  }

  async function inTurn(url: string): Promise<void> {
    if (places.pendingCount >= WAITING_MAX) throw new NoPicture("busy");
    return places(() => bring(url));
  }

  async function bring(url: string): Promise<void> {
    const forms = await render(await fetchPicture(url, rules));
    for (const form of FORMS) {
      const name = fileName(url, form);
      const content = forms.get(nameOf(form))!;
      memory.set(name, content);
      await store.set(name, content);
    }
  }

  return { ...addresses, have, get, want };
}

function fileName(url: string, form: Form): string {
  return `${createHash("sha256").update(url).digest("hex").slice(0, 40)}.${nameOf(form)}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
