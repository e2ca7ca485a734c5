import path from "node:path";
import type { Locator } from "playwright-core";
import { hydrated } from "./browser.ts";

const FOLDER = path.join(import.meta.dirname, "../e2e/recorded");

const ATTACHED = { state: "attached" } as const;

/** What differs from one run to the next, and what stands for it. */
const VOLATILE: [RegExp, string][] = [
  [/https?(?::\/\/|%3A%2F%2F)127\.0\.0\.1(?::|%3A)\d+/g, "https://movies.example"],
  [/(\/|%2F)(l|library|p)(\/|%2F)[0-9a-z]{10}/g, "$1$2$3‹id›"],
  [/(lottery[ =])[0-9a-z]{10}/g, "$1‹id›"],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "‹uuid›"],
  [/0x[0-9a-f]{16}\b|\b[0-9a-f]{40,}\b/g, "‹hex›"],
  [/(Ends|Закончится) (?:tomorrow|in 24 hours|завтра|через 24 часа)/g, "$1 ‹time›"],
  [/\bas=[0-9a-f]{32}\b/g, "as=‹token›"],
  [/\b\d{12,}\b/g, "‹number›"],
  [/just now|\d+ (?:second|minute)s? ago|только что|\d+ (?:секунд|минут)[ыу]? назад/g, "‹age›"],
];

/**
 * What a screen reader finds in a part of a page once it is at rest, without what differs from run to run; `hidden` are
 * further texts that do.
 */
export async function heardOn(part: Locator, hidden: readonly string[] = []): Promise<string> {
  const page = part.page();
  await hydrated(page);
  await page.locator(".page-progress:not([data-busy])").or(page.locator(".tv-main")).waitFor(ATTACHED);
  const tree = await part.ariaSnapshot();
  const lasting = VOLATILE.reduce((text, [pattern, instead]) => text.replace(pattern, instead), tree);
  return `${hidden.reduce((text, each) => text.replaceAll(each, "‹hidden›"), lasting)}\n`;
}

/** The file with what was found there before. */
export function recordOf(name: string): string {
  return path.join(FOLDER, `${name.replaceAll(" ", "-")}.yml`);
}
