/**
 * The most marks that one letter keeps. Vietnamese and Arabic need two or three, Hebrew with vowels and accents five,
 * and the tallest stack of Tibetan eight. A taller stack is unreadable and only covers the lines around it.
 */
export const MARKS_MAX = 8;

/**
 * How many times longer a text may be before it is tidied: white space goes, and separate accents join their letters.
 */
export const UNTIDY_TIMES = 10;

/** One line of text as it is kept (see tidyLine), or null when it is longer than `max` characters. */
export function lineWithin(text: string, max: number): string | null {
  return within(text, max, tidyLine);
}

/** Several lines of text as they are kept (see tidyText), or null when they are longer than `max` characters. */
export function linesWithin(text: string, max: number): string | null {
  return within(text, max, tidyText);
}

/**
 * One line of text as it is kept: control characters removed, white space folded, ends trimmed, composed (NFC). Text
 * made only of invisible characters comes back empty.
 *
 * Characters that force a direction (U+202A to U+202E) or isolate a stretch of text (U+2066 to U+2069) are removed too:
 * they show nothing, and turn the words next to a title around. Direction marks and all letters stay; of a letter's
 * marks MARKS_MAX are kept.
 */
export function tidyLine(text: string): string {
  const line = composed(withoutControls(text)).replace(/\s+/gu, " ").trim();
  // U+2800, the Braille cell without dots, is invisible too.
  return /[^\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u.test(line) ? line : "";
}

/** Several lines of text as they are kept: as tidyLine, but line breaks and spaces within a line stay. */
export function tidyText(text: string): string {
  const lines = text.replace(/\r\n?/gu, "\n").split("\n");
  const kept = composed(lines.map(withoutControls).join("\n")).split("\n");
  return kept
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** Length in code points. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * The text with at most MARKS_MAX marks on each letter. Joiners count as marks, or each would start the count again. To
 * be called before `normalize`, which takes time by the square of a run of marks.
 */
export function withFewMarks(text: string): string {
  return text.replace(TOO_MANY_MARKS, "$1");
}

const TOO_MANY_MARKS = new RegExp(`([\\p{M}\\u200c\\u200d]{${MARKS_MAX}})[\\p{M}\\u200c\\u200d]+`, "gu");

function within(text: string, max: number, tidy: (text: string) => string): string | null {
  // Not even looked at: tidying a text that is far too long would only cost time.
  if (text.length > max * UNTIDY_TIMES) return null;
  const kept = tidy(text);
  return characters(kept) > max ? null : kept;
}

function composed(text: string): string {
  // Twice, because composing splits some marks into two.
  return withFewMarks(withFewMarks(text).normalize("NFC"));
}

function withoutControls(text: string): string {
  // Line breaks and tabs stay: they are white space, which the caller folds.
  return text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/gu, " ")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/\p{Cs}/gu, "\ufffd");
}
