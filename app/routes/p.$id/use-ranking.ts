import { type RefObject, useEffect, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import type { Entry } from "#app/domain/lottery/lottery.ts";
import { moved, orderOf, placedAt } from "#app/domain/poll/ranking.ts";

/** Places as they were typed, by the positions of films. */
export type Ranks = Readonly<Record<number, string>>;

/** An order of films that is made by typing places or by moving films, and what to say of the last move. */
export function useRanking({
  list,
  entries,
  ranks,
  problems,
}: {
  list: RefObject<HTMLUListElement>;
  entries: readonly Entry[];
  ranks: Ranks;
  problems: object;
}) {
  const words = useWords();
  const [typed, setTyped] = useState(ranks);
  const [said, say] = useState("");
  const order = orderOf(typed);

  // What was typed before scripts ran.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const fields = list.current?.querySelectorAll<HTMLInputElement>("input[name^=rank]") ?? [];
      const there = [...fields].map(({ name, value }) => [name.slice("rank[".length, -1), value] as const);
      const filled = Object.fromEntries(there.filter(([, value]) => value !== ""));
      setTyped((before) => (JSON.stringify(filled) === JSON.stringify(before) ? before : filled));
    });
    return () => cancelAnimationFrame(frame);
  }, [list]);

  function put(position: number, next: readonly number[]): void {
    setTyped(Object.fromEntries(next.map((each, index) => [each, String(index + 1)])));
    const place = next.indexOf(position) + 1;
    const title = entries.find((entry) => entry.position === position)?.title ?? "";
    say(place > 0 ? words("poll.now-at", { title, place }) : words("poll.now-out", { title }));
  }

  const ranked = order ?? [];
  const faulty = typed === ranks && Object.keys(problems).length > 0;
  return {
    typed,
    type: (position: number, text: string) => setTyped({ ...typed, [position]: text }),
    order: ranked,
    // As long as the fields hold no order, films stay where they are.
    shown: order && !faulty ? inOrder(entries, order) : entries,
    said,
    move: {
      to: (position: number, index: number) => put(position, placedAt(ranked, position, index)),
      of: (position: number) => ({
        up: () => put(position, moved(ranked, position, -1)),
        down: () => put(position, moved(ranked, position, 1)),
        out: () =>
          put(
            position,
            ranked.filter((each) => each !== position),
          ),
      }),
    },
  };
}

/** Those in the order first, then the others as they were. */
function inOrder(entries: readonly Entry[], order: readonly number[]): Entry[] {
  const ranked = order.flatMap((each) => entries.find(({ position }) => position === each) ?? []);
  return [...ranked, ...entries.filter(({ position }) => !order.includes(position))];
}
