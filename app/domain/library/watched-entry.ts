import { ENTRIES_MAX, isLotteryId } from "../lottery/lottery.ts";
import { isPollId } from "../poll/poll.ts";
import type { EntryOf } from "./watched.ts";

/**
 * Which film a form that says it was watched is about, from the texts of its fields; null for what no page of ours sends.
 * Without zod, which the page of a form that comes back would have to send along.
 */
export function watchedEntry({ kind, id, entry }: Readonly<Record<string, string>>): EntryOf | null {
  const number = Number(entry);
  const there = Number.isInteger(number) && number >= 1 && number <= ENTRIES_MAX;
  if (!there || id === undefined) return null;
  if (kind === "poll") return isPollId(id) ? { kind, id, entry: number } : null;
  return kind === "lottery" && isLotteryId(id) ? { kind, id, entry: number } : null;
}
