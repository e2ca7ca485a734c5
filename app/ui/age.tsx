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
  return (at, now) => (now - at < NOW_MS ? words("age.now") : ageInWords(i18n.locale, at, now));
}

/** "3 hours ago", "вчера"; `at` and `now` in milliseconds. */
function ageInWords(language: string, at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? (["second", 1] as const);
  return formatOf(language).format(-Math.floor(seconds / length), unit);
}

const formats = new Map<string, Intl.RelativeTimeFormat>();

/** Kept, because making one takes longer than everything else in a line. */
function formatOf(language: string): Intl.RelativeTimeFormat {
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
