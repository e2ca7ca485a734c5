import { setTimeout as delay } from "node:timers/promises";
import { database } from "../database.server.ts";
import { scopes, write } from "../guarded.server.ts";
import { bringPart } from "./arrivals.server.ts";
import { inBackground } from "./in-background.server.ts";

const EVERY_MS = 10 * 60_000;
/** Between two parts, for those who write meanwhile. */
const BREATH_MS = 50;

let wake: (() => void) | undefined;

/**
 * Brings along in the background what is too much for the press that joins a club. What is left over when this process
 * ends is done by the next. `onFailure` hears of mistakes in the program.
 */
export function openArriving({ onFailure }: { onFailure: (error: unknown) => void }): void {
  wake = inBackground({ everyMs: EVERY_MS, onFailure, work: bringAll });
}

async function bringAll(): Promise<void> {
  // A database that is away is asked again the next time.
  while (await broughtPart()) await delay(BREATH_MS, undefined, { ref: false });
}

async function broughtPart(): Promise<boolean> {
  const part = await write("bring-part", [], (db) => bringPart(db));
  if (!part.ok || !part.value) return false;
  database().guard.touch([scopes.club(part.value.clubId)]);
  return true;
}

/** Has this process go on with it. Before openArriving(), as in tests of parts, nothing happens. */
export function bringSoon(): void {
  wake?.();
}
