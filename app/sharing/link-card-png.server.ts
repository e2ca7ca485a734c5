import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { LinkCard } from "#app/domain/lottery/link-card.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { logError } from "#app/http/log.server.ts";
import { createFairQueue } from "./link-card/fair-queue.server.ts";
import { paint } from "./link-card/painter.server.ts";

const KEPT_BYTES = 8 * 1024 * 1024;
/** Painting one takes about a fifth of a second, and those who ask wait a few seconds. */
const PLACES = { ofOne: 8, ofAll: 16, owners: 32 };

type Job = { key: string; card: LinkCard; png: Promise<Buffer | null>; done: (png: Buffer | null) => void };

const kept = new LRUCache<string, Buffer>({ maxSize: KEPT_BYTES, sizeCalculation: (png) => png.length });
const queue = createFairQueue<Job>(PLACES);
const waiting = new Map<string, Job>();
let painting: Job | undefined;

/**
 * The PNG of a card, painted once for all who ask. Null when this client, or too many others, are waiting already, or
 * when painting failed.
 */
export async function linkCardPng(card: LinkCard): Promise<Buffer | null> {
  // Short, as posters are part of a card.
  const key = createHash("sha256").update(JSON.stringify(card)).digest("base64url");
  const known = kept.get(key);
  if (known) return known;
  if (painting?.key === key) return painting.png;
  const job = waiting.get(key) ?? newJob(key, card);
  if (!queue.add(clientAddress(), job)) return null;
  waiting.set(key, job);
  void paintAll();
  return job.png;
}

function newJob(key: string, card: LinkCard): Job {
  const { promise, resolve } = withResolver<Buffer | null>();
  return { key, card, png: promise, done: resolve };
}

async function paintAll(): Promise<void> {
  if (painting) return;
  while ((painting = queue.next())) {
    waiting.delete(painting.key);
    painting.done(await painted(painting));
  }
}

async function painted({ key, card }: Job): Promise<Buffer | null> {
  try {
    const png = await paint(card);
    kept.set(key, png);
    return png;
  } catch (error) {
    logError(error);
    return null;
  }
}

function withResolver<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
