import { useLingui } from "@lingui/react";
import { useSyncExternalStore } from "react";
import { useWords } from "#app/copy/words.ts";
import type { FilmFacts } from "#app/domain/film/film-facts.ts";

/** What helps to decide for a film, or against it, in one line: how long it is, of what kind, and how it is rated. */
export function FilmFactsLine({ facts }: { facts: Omit<FilmFacts, "description"> }) {
  const words = useWords();
  const length = useLength();
  const { i18n } = useLingui();
  const { runtime, genres, rating } = facts;
  const parts = [
    runtime && length(runtime),
    genres.join(", "),
    rating &&
      words(`rating.${rating.by}`, {
        value: rating.value.toLocaleString(i18n.locale, {
          minimumFractionDigits: 1,
          maximumFractionDigits: 1,
        }),
      }),
  ].filter(Boolean);
  return parts.length === 0 ? null : <p className="film-facts">{parts.join("\u00a0· ")}</p>;
}

/** A running time in words: “2 h 22 min”. */
export function useLength(): (minutes: number) => string {
  const words = useWords();
  return (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = { hours, minutes: minutes % 60 };
    if (hours === 0) return words("movie.minutes", { minutes });
    return rest.minutes === 0 ? words("movie.hours", rest) : words("movie.hours-minutes", rest);
  };
}

/**
 * When a film is over that starts now. Only where scripts run, as the server does not know the visitor's clock; the line
 * has its room from the beginning.
 */
export function EndsAt({ runtime }: { runtime: number }) {
  const words = useWords();
  const { i18n } = useLingui();
  const minute = useSyncExternalStore(eachMinute, thisMinute, () => null);
  const end = minute === null ? null : new Date((minute + runtime) * MINUTE_MS);
  const time = end?.toLocaleTimeString(i18n.locale, { hour: "numeric", minute: "2-digit" });
  return <p className="ends-at">{time ? words("movie.ends", { time }) : null}</p>;
}

const MINUTE_MS = 60_000;

function thisMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS);
}

function eachMinute(tell: () => void): () => void {
  const timer = setInterval(tell, 5_000);
  return () => clearInterval(timer);
}
