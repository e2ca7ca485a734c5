import type { Entry } from "#app/domain/lottery/lottery.ts";
import { inSight } from "#app/domain/draw/reel.ts";
import { type Measures, useNumbers } from "../../measures.tsx";
import { Poster } from "../../film/poster.tsx";
import type { DrawState } from "./draw-state.ts";

/**
 * A drum of film with the candidates for frames. It rests with frame number `front` before the light, and has only
 * the frames that can be seen then, unless it is to turn. Decoration: nothing of it is read out.
 */
export function Drum({
  frames,
  designs,
  front,
  dim = false,
  turning = false,
  pace,
}: {
  frames: readonly Entry[];
  designs: DrawState["designs"];
  front: number;
  /** Whether it steps back behind the winner, once it rests. */
  dim?: boolean;
  turning?: boolean;
  pace?: number;
}) {
  const shown = turning ? frames.map((_, index) => index) : inSight(frames, front);
  const { sheet, styleAt } = useNumbers(".drum-frame", shown);
  return (
    <div className="drum-window" data-dim={dim || undefined}>
      {sheet}
      <div className="drum" data-pace={pace}>
        {shown.map((index, place) => {
          const entry = frames[index]!;
          return (
            <div key={index} className="drum-frame" style={styleAt(place)}>
              <Poster movie={entry} design={designs.get(entry.position)} eager />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/**
 * What the styles need to bend the frames into a drum, and to turn it until it rests where it should. A drum without
 * frames has a measure too.
 */
export function drumMeasures({ drum, result }: DrawState): Measures {
  const frames = Math.max(drum.length, 3);
  return {
    "--facet": `${360 / frames}deg`,
    "--radius": (0.5 / Math.tan(Math.PI / frames)).toFixed(4),
    "--steps": result?.spin.steps ?? 0,
  };
}
