import { readEvening } from "../lottery/evening.ts";
import { type Field, hidden, TYPED } from "../form-shape.ts";
import { CAP, type HatRules, ODDS, type TypedRules } from "./hat-rules.ts";
import type { Problem } from "../problem.ts";
import { tidyLine } from "../text.ts";

/** The fields of a form with the rules of a hat. */
export const RULES_FIELDS: Readonly<Record<keyof TypedRules, Field>> = {
  cap: hidden(10),
  odds: hidden(10),
  date: TYPED,
  time: TYPED,
  zone: hidden(10),
  named: hidden(2),
  nod: hidden(2),
  vetoes: hidden(2),
};

type RulesProblems = { date?: Problem[]; time?: Problem[] };

/**
 * What the host decides, at `now` in ms since 1970, and what is wrong with it, by field. Without a date the host closes
 * the hat.
 */
export function readRules(
  typed: Partial<TypedRules>,
  now: number,
): { rules: HatRules; problems: RulesProblems } {
  const cap = Number(typed.cap);
  const { closesAt, problems } = readDeadline(typed, now);
  const rules: HatRules = {
    cap: Number.isInteger(cap) && cap >= CAP.min && cap <= CAP.most ? cap : CAP.usual,
    closesAt,
    named: typed.named === "on",
    nod: typed.nod === "on",
    odds: ODDS.find((odds) => odds === typed.odds) ?? "even",
    vetoes: typed.vetoes === "on",
  };
  return { rules, problems };
}

function readDeadline(
  { date = "", time = "", zone = "" }: Partial<TypedRules>,
  now: number,
): { closesAt: Date | null; problems: RulesProblems } {
  const typed = { date: tidyLine(date), time: tidyLine(time) };
  if (typed.date === "" && typed.time === "") return { closesAt: null, problems: {} };
  const { evening, problems } = readEvening(typed, now);
  if (!evening) return { closesAt: null, problems };
  const behind = /^-?\d{1,3}$/.test(zone) ? Number(zone) : 0;
  const { year, month, day, hour, minute } = evening;
  const closesAt = new Date(Date.UTC(year, month - 1, day, hour, minute + behind));
  return { closesAt, problems: closesAt.getTime() > now ? {} : { time: ["time-past"] } };
}
