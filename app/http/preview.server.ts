import { LRUCache } from "lru-cache";
import type { Picture } from "#app/domain/preview.ts";
import { logError } from "./log.server.ts";
import { paint } from "./preview/painter.server.ts";

const KEPT_BYTES = 8 * 1024 * 1024;
/** One is painted, the others wait; more would wait longer than those who ask do. */
const AT_ONCE = 12;

const kept = new LRUCache<string, Buffer>({ maxSize: KEPT_BYTES, sizeCalculation: (png) => png.length });
const underWay = new Map<string, Promise<Buffer | null>>();

/** The PNG of a picture; null when too many others wait for theirs, or it failed. The same picture is painted once. */
export async function previewPng(picture: Picture): Promise<Buffer | null> {
  const key = JSON.stringify(picture);
  const known = kept.get(key) ?? underWay.get(key);
  if (known) return known;
  if (underWay.size >= AT_ONCE) return null;
  const painting = painted(key, picture).finally(() => underWay.delete(key));
  underWay.set(key, painting);
  return painting;
}

async function painted(key: string, picture: Picture): Promise<Buffer | null> {
  try {
    const png = await paint(picture);
    kept.set(key, png);
    return png;
  } catch (error) {
    logError(error);
    return null;
  }
}
