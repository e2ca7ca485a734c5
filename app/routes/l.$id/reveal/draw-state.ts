import { candidatesOf, type Draw, type Entry, type Lottery } from "#app/domain/lottery.ts";
import { drumOf, type Spin, spinTo } from "#app/domain/reel.ts";

/** Where a lottery stands: everyone who takes part, and the last draw's winner unless the next draw is open. */
export type DrawState = {
  number: number;
  candidates: Entry[];
  drum: Entry[];
  result: { winner: Entry; spin: Spin; draw: Draw } | null;
};

/** The same lottery always makes the same draw state, on the server as in every browser. */
export function drawStateOf({
  id,
  entries,
  draw,
  open,
}: Pick<Lottery, "id" | "entries" | "draw" | "open">): DrawState {
  const number = open?.number ?? draw?.number ?? 1;
  const candidates = candidatesOf(entries, open ?? draw?.commitment ?? { leftOut: [] });
  const seed = `${id} ${number}`;
  const drum = drumOf(candidates, seed);
  const winner = open ? undefined : candidates.find(({ position }) => position === draw?.winner);
  const result = draw && winner ? { winner, spin: spinTo(drum, winner.position, seed), draw } : null;
  return { number, candidates, drum, result };
}
