import type { I18n, MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type catalog from "./en.json";
import type club from "./en/club.json";
import type history from "./en/history.json";
import type library from "./en/library.json";
import type lottery from "./en/lottery.json";
import type poll from "./en/poll.json";
import type proof from "./en/proof.json";
import type server from "./en/server.json";

/** Every message of the app. English has the keys; a test checks that the other languages have the same. */
export type MessageId = Extract<
  | keyof typeof catalog
  | keyof typeof club
  | keyof typeof history
  | keyof typeof library
  | keyof typeof lottery
  | keyof typeof poll
  | keyof typeof proof
  | keyof typeof server,
  string
>;

type Values = NonNullable<MessageDescriptor["values"]>;

export type Words = (id: MessageId, values?: Values) => string;

/** The words of the page's language: `words("library.count", { count: 5 })`. */
export function useWords(): Words {
  const { i18n } = useLingui();
  return wordsOf(i18n);
}

/** The same for code outside React. */
export function wordsOf(i18n: I18n): Words {
  return (id, values) => i18n._(id, values && isolatedValues(values));
}

/**
 * A text that somebody typed, for use among words of the page. A text that could turn those around is isolated (UAX #9,
 * FSI and PDI), and characters that force a direction are removed: texts saved by old releases may have them.
 */
export function isolated(text: string): string {
  return TURNING.test(text) ? `\u2068${text.replace(FORCING, "")}\u2069` : text;
}

const FORCING = /[\u202a-\u202e\u2066-\u2069]/gu;
/** Those, and letters that are written from right to left. */
const TURNING =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function isolatedValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "string" ? isolated(value) : value,
    ]),
  );
}
