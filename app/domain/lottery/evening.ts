import type { Problem } from "../problem.ts";
import { tidyLine } from "../text.ts";

/** When people watch a film, by the clock on their own wall: no time zone. Months count from 1. */
export type Evening = { year: number; month: number; day: number; hour: number; minute: number };

export type EveningProblems = { date?: Problem[]; time?: Problem[] };

/** How long a calendar keeps the evening free: enough for most films and for getting settled. */
export const EVENING_MINUTES = 150;
const YEARS_AHEAD = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The evening that two fields name (`2026-12-31` and `20:00`, as `<input type=date>` and `type=time` send them), or
 * what is wrong with them. `now` is in ms since 1970. Somewhere on Earth it may still be yesterday, so yesterday (UTC)
 * is accepted.
 */
export function readEvening(
  typed: { date: string; time: string },
  now: number,
): { evening: Evening; problems: null } | { evening: null; problems: EveningProblems } {
  const date = readDate(typed.date, now);
  const time = readTime(typed.time);
  if (typeof date === "object" && typeof time === "object")
    return { evening: { ...date, ...time }, problems: null };
  return {
    evening: null,
    problems: {
      ...(typeof date === "string" ? { date: [date] } : {}),
      ...(typeof time === "string" ? { time: [time] } : {}),
    },
  };
}

function readDate(text: string, now: number): Pick<Evening, "year" | "month" | "day"> | Problem {
  const tidy = tidyLine(text);
  if (tidy === "") return "date-blank";
  const [, year = NaN, month = NaN, day = NaN] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(tidy) ?? []).map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  // A day that its month does not have lies in another one. Without numbers there is no month.
  if (at.getUTCMonth() !== month - 1) return "date-unreal";
  if (at.getTime() + 2 * DAY_MS <= now) return "date-past";
  return year > new Date(now).getUTCFullYear() + YEARS_AHEAD ? "date-far" : { year, month, day };
}

function readTime(text: string): Pick<Evening, "hour" | "minute"> | Problem {
  const found = /^(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(tidyLine(text)) ?? [];
  const [, hour = NaN, minute = NaN] = found.map(Number);
  return hour < 24 && minute < 60 ? { hour, minute } : "time-unreal";
}

/** A name for a file about a film, safe on every system and in a header once it is encoded. */
export function fileNameOf(title: string): string {
  const safe = title.replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, " ").replace(/\s+/gu, " ");
  return (
    [...safe]
      .slice(0, 60)
      .join("")
      .replace(/^[ .]+|[ .]+$/g, "") || "film"
  );
}
