import { ENTRIES_MAX } from "../lottery/lottery.ts";
import type { PosterDesign } from "./poster-design.ts";
import { posterDesigns } from "./poster-list.ts";

/** The posters of a lottery's films by their positions, each of another motif, the same wherever the lottery is shown. */
export function entryDesigns(
  entries: readonly { position: number; title: string; year: number | null }[],
): Map<number, PosterDesign> {
  const designs = posterDesigns(entries, ENTRIES_MAX);
  return new Map(entries.map(({ position }, index) => [position, designs[index]!]));
}

/** Whether two posters should not stand beside each other. */
export function alike(one: PosterDesign, other: PosterDesign): boolean {
  return one.motif === other.motif || one.palette === other.palette;
}
