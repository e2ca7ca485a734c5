import { useWords } from "#app/copy/words.ts";
import { isCollecting, type Hat } from "#app/domain/hat/hat.ts";
import type { Lottery } from "#app/domain/lottery/lottery.ts";
import { obstacleTo } from "#app/domain/draw/remains.ts";
import { paths } from "#app/paths.ts";
import { DrawForm } from "#app/ui/lottery/draw-form.tsx";
import { Filling, Waiting } from "./waiting.tsx";

/** What stands on the stage while there is no result: the draw form, or why nothing can be drawn. */
export function Drawing({
  lottery,
  people,
  typing,
  tvView,
}: {
  lottery: Pick<Lottery, "id" | "entries" | "draw" | "open"> & { hat: Hat | null };
  /** How many people wait. */
  people: number;
  typing: boolean;
  tvView: boolean;
}) {
  const words = useWords();
  const { id, entries, draw, open, hat } = lottery;
  if (isCollecting(hat)) return <Filling count={entries.length} />;
  if (draw && !open) return <p className="obstacle">{words("lost.winner", { number: draw.number })}</p>;
  const obstacle = open && obstacleTo(open, entries);
  if (obstacle) return <p className="obstacle">{words(`draw.${obstacle}`)}</p>;
  return (
    <>
      {open ? null : <p className="obstacle">{words("draw.unsealed")}</p>}
      <DrawForm lotteryId={id} number={open?.number ?? null} withWord={typing} tvView={tvView} />
      <Waiting back={(tvView ? paths.tvView : paths.lottery)(id)} people={people} typing={typing} />
    </>
  );
}
