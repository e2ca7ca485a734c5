import { parseWithZod } from "@conform-to/zod/v4";
import * as z from "zod";
import { collectEntries, LIST_MAX } from "#app/domain/lottery/composer.ts";
import { readPick } from "#app/domain/film/found-pick.ts";
import { lotteryInput, readWay } from "#app/domain/lottery/lottery-input.ts";
import { refuse } from "#app/http/answer.ts";

const INTENT = "__intent__";
const STATE = "__state__";
const ADD = JSON.stringify({ type: "insert", payload: { name: "entries" } });

/** The buttons of the list. Conform has more commands, and would carry out any text that looks like one. */
const ListIntent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("insert"), payload: z.object({ name: z.literal("entries") }) }),
  z.object({
    type: z.literal("remove"),
    payload: z.object({ name: z.literal("entries"), index: z.number().int().min(0).max(LIST_MAX) }),
  }),
]);

/**
 * Reads the posted form as conform does, after moving into the list what was typed above it. `intent` is the button
 * that was pressed, if it is one of the list's, or null for "create". Throws 400 for a command that no button sends.
 */
export function readLottery(form: URLSearchParams, thisYear: number) {
  if (form.has("pick")) return takePick(form, thisYear);
  // Enter tells nobody in which field it was pressed; with nothing to add, nothing is to be done.
  if (form.has("enter") && isComposerBlank(form))
    return { intent: { type: "nothing" as const }, submission: untouched(form, thisYear) };
  if (form.has("enter")) form.set(INTENT, ADD);
  // Judged as for adding: a film without a title can't be looked for either.
  if (form.has("find")) form.set(INTENT, ADD);
  const intent = readIntent(form.get(INTENT));
  // Written anew from what was understood, so that conform never reads the text that was sent.
  if (intent) form.set(INTENT, JSON.stringify(intent));
  if (intent?.type !== "remove") moveComposer(form, thisYear, intent !== null);
  return { intent, submission: parsed(form, thisYear) };
}

/** The form as it was sent, without judging it: whoever looks for a film is not finished with the form. */
export function unread(form: URLSearchParams, thisYear: number) {
  return untouched(form, thisYear).reply();
}

function untouched(form: URLSearchParams, thisYear: number) {
  form.set(INTENT, updateOf("title", form.get("title") ?? ""));
  return parsed(form, thisYear);
}

function isComposerBlank(form: URLSearchParams): boolean {
  return ["title", "year", "several"].every((name) => !form.get(name)?.trim());
}

/** Puts the film that was picked into the list, and removes what was typed to find it. */
function takePick(form: URLSearchParams, thisYear: number) {
  const pick = readPick(form.get("pick") ?? "");
  if (!pick) throw refuse({ reason: "unknown-command" });
  const next = entryCount(form);
  const full = next >= LIST_MAX;
  if (full) return { intent: null, submission: parsed(form, thisYear) };
  for (const [name, value] of Object.entries(pick)) form.set(`entries[${next}].${name}`, value);
  form.set("title", "");
  form.set("year", "");
  form.set(INTENT, updateOf("title", ""));
  return { intent: { type: "pick" as const, ref: pick.ref }, submission: parsed(form, thisYear) };
}

/** The form that a saved lottery differs from, with a new key of its own. */
export function withFreshKey<T extends { initialValue?: Record<string, unknown> | null }>(
  reply: T,
  submitKey: string,
) {
  return { ...reply, initialValue: { ...reply.initialValue, submitKey } };
}

function parsed(form: URLSearchParams, thisYear: number) {
  const way = readWay(form.get("way"));
  const schema = lotteryInput({ thisYear, way, adding: form.get(STATE) !== null, now: Date.now() });
  return parseWithZod(form, { schema, disableAutoCoercion: true });
}

/** Conform's command that changes one field without judging any. */
function updateOf(name: string, value: string): string {
  return JSON.stringify({ type: "update", payload: { name, value } });
}

function entryCount(form: URLSearchParams): number {
  const taken = [...form.keys()].map((name) => Number(/^entries\[(\d+)\]/.exec(name)?.[1] ?? -1));
  return Math.max(-1, ...taken) + 1;
}

function moveComposer(form: URLSearchParams, thisYear: number, adding: boolean): void {
  const text = (name: string) => form.get(name) ?? "";
  const composer = { title: text("title"), year: text("year"), several: text("several") };
  const next = entryCount(form);
  const { collected, left } = collectEntries(composer, { thisYear, room: LIST_MAX - next });
  for (const [index, entry] of collected.entries()) {
    for (const [name, value] of Object.entries(entry)) form.set(`entries[${next + index}].${name}`, value);
  }
  for (const [name, value] of Object.entries(left)) form.set(name, value);
  if (!adding) return;
  const blank = left.title.trim() === "" && left.year.trim() === "";
  if (collected.length > 0 && blank && left.several === "") {
    // Everything has been moved, so conform's own insert would add a blank entry.
    form.set(INTENT, updateOf("title", ""));
  } else {
    // Shows only the problems of what was to be added.
    form.set(INTENT, JSON.stringify({ type: "validate", payload: { name: "title" } }));
    form.set(STATE, JSON.stringify({ validated: { title: true, year: true, several: true } }));
  }
}

function readIntent(text: string | null) {
  if (text === null) return null;
  const intent = ListIntent.safeParse(readJson(text));
  if (!intent.success) throw refuse({ reason: "unknown-command" });
  return intent.data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
