import { useWords } from "#app/copy/words.ts";

/** The buttons that move a film within the order; `place` is its index there, or -1. */
export function RankMoves({
  title,
  place,
  of,
  up,
  down,
  out,
}: {
  title: string;
  place: number;
  of: number;
  up: () => void;
  down: () => void;
  out: () => void;
}) {
  const words = useWords();
  return (
    <span className="ranking-moves">
      <Move label={words("poll.up", { title })} sign="m3 10 5-5 5 5" off={place === 0} go={up} />
      <Move
        label={words("poll.down", { title })}
        sign="m3 6 5 5 5-5"
        off={place < 0 || place === of - 1}
        go={down}
      />
      <Move label={words("poll.leave-out", { title })} sign="m4 4 8 8m0-8-8 8" off={place < 0} go={out} />
    </span>
  );
}

/**
 * `sign` is the path of its icon. Disabled by aria alone, so that the keyboard's focus stays on it when a film has come to
 * an end of the list.
 */
function Move({ label, sign, off, go }: { label: string; sign: string; off: boolean; go: () => void }) {
  return (
    <button
      type="button"
      className="button"
      aria-label={label}
      aria-disabled={off || undefined}
      onClick={off ? undefined : go}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={sign} />
      </svg>
    </button>
  );
}
