import { candidatesOf, type Draw, type Entry, type Lottery } from "#app/domain/lottery/lottery.ts";
import { alike, entryDesigns } from "#app/domain/posters/entry-designs.ts";
import type { PosterDesign } from "#app/domain/posters/poster-design.ts";
import { drumOf, type Spin, spinTo } from "#app/domain/draw/reel.ts";

/** Where a lottery stands: everyone who takes part, and the last draw's winner unless the next draw is open. */
export type DrawState = {
  number: number;
  candidates: Entry[];
  drum: Entry[];
  /** The posters of all films, by their positions. */
  designs: ReadonlyMap<number, PosterDesign>;
  result: { winner: Entry; spin: Spin; draw: Draw } | null;
  facts: Lottery["facts"];
};

/** The same lottery always makes the same draw state, on the server as in every browser. */
export function drawStateOf({
  id,
  entries,
  facts,
  draw,
  open,
}: Pick<Lottery, "id" | "entries" | "facts" | "draw" | "open">): DrawState {
  const number = open?.number ?? draw?.number ?? 1;
  const candidates = candidatesOf(entries, open ?? draw?.commitment ?? { leftOut: [] });
  const seed = `${id} ${number}`;
  const designs = entryDesigns(entries);
  const drum = drumOf(candidates, seed, (one, other) =>
    alike(designs.get(one.position)!, designs.get(other.position)!),
  );
  const winner = open ? undefined : candidates.find(({ position }) => position === draw?.winner);
  const result = draw && winner ? { winner, spin: spinTo(drum, winner.position, seed), draw } : null;
  return { number, candidates, drum, designs, result, facts };
}
