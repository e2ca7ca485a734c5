import { createContext, useContext } from "react";
import { useLingui } from "@lingui/react";
import { useWords } from "#app/copy/words.ts";

const UNITS = [
  ["year", 365 * 24 * 3_600],
  ["month", 30 * 24 * 3_600],
  ["week", 7 * 24 * 3_600],
  ["day", 24 * 3_600],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Nobody counts the seconds of what has only just happened. */
const NOW_MS = 10_000;

/** How long ago something happened, in words. The server does not know the visitor's time zone. */
export function useAge(): (at: number, now: number) => string {
  const { i18n } = useLingui();
  const words = useWords();
  const told = useContext(AgesTold);
  return (at, now) => {
    told?.(trueUntil(at, now));
    return now - at < NOW_MS ? words("age.now") : ageInWords(i18n.locale, at, now);
  };
}

/** Learns until when each age that is written stays true, in milliseconds since 1970. Only the server asks. */
export const AgesTold = createContext<((until: number) => void) | null>(null);

function trueUntil(at: number, now: number): number {
  if (now - at < NOW_MS) return at + NOW_MS;
  const { seconds, length } = wholeUnits(at, now);
  return at + (Math.floor(seconds / length) + 1) * length * 1_000 - ROUNDING_MS;
}

/** "3 hours ago", "вчера"; `at` and `now` in milliseconds. */
function ageInWords(language: string, at: number, now: number): string {
  const { seconds, unit, length } = wholeUnits(at, now);
  return formatOf(language).format(-Math.floor(seconds / length), unit);
}

/** Seconds are rounded, so an age changes half a second early. */
export const ROUNDING_MS = 500;

export function wholeUnits(at: number, now: number) {
  const seconds = Math.round((now - at) / 1000);
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? (["second", 1] as const);
  return { seconds, unit, length };
}

const formats = new Map<string, Intl.RelativeTimeFormat>();

/** Kept, because making one takes longer than everything else in a line. */
export function formatOf(language: string): Intl.RelativeTimeFormat {
  const known = formats.get(language);
  if (known) return known;
  const made = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  formats.set(language, made);
  return made;
}

export function Age({ at, now }: { at: Date; now: number }) {
  const age = useAge();
  return <time dateTime={at.toISOString()}>{age(at.getTime(), now)}</time>;
}
