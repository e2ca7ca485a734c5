import { parseWithZod } from "@conform-to/zod/v4";
import * as z from "zod";
import { collectEntries, LIST_MAX } from "#app/domain/composer.ts";
import { lotteryInput } from "#app/domain/lottery-input.ts";
import { refuse } from "#app/http/answer.ts";

const INTENT = "__intent__";
const STATE = "__state__";

/** The buttons of the list. Conform knows more commands, and takes whatever it is told for one. */
const ListIntent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("insert"), payload: z.object({ name: z.literal("entries") }) }),
  z.object({
    type: z.literal("remove"),
    payload: z.object({ name: z.literal("entries"), index: z.number().int().min(0).max(LIST_MAX) }),
  }),
]);

/**
 * Reads the posted form as conform does, after what was typed above the list has moved into it. `intent` is the button
 * that was pressed: one of the list's, or null for "create". Throws 400 for a command that no button sends.
 */
export function readLottery(form: URLSearchParams, thisYear: number) {
  const intent = readIntent(form.get(INTENT));
  // As it was understood: what else the text may say is not conform's to read.
  if (intent) form.set(INTENT, JSON.stringify(intent));
  if (intent?.type !== "remove") moveComposer(form, thisYear, intent !== null);
  const submission = parseWithZod(form, {
    schema: lotteryInput({ thisYear, adding: form.get(STATE) !== null }),
    disableAutoCoercion: true,
  });
  return { intent, submission };
}

/** The form that made a saved lottery differ, with a key of its own. */
export function withFreshKey<T extends { initialValue?: Record<string, unknown> | null }>(
  reply: T,
  submitKey: string,
) {
  return { ...reply, initialValue: { ...reply.initialValue, submitKey } };
}

function moveComposer(form: URLSearchParams, thisYear: number, adding: boolean): void {
  const text = (name: string) => form.get(name) ?? "";
  const composer = { title: text("title"), year: text("year"), several: text("several") };
  const taken = [...form.keys()].map((name) => Number(/^entries\[(\d+)\]/.exec(name)?.[1] ?? -1));
  const next = Math.max(-1, ...taken) + 1;
  const { collected, left } = collectEntries(composer, { thisYear, room: LIST_MAX - next });
  for (const [index, entry] of collected.entries()) {
    for (const [name, value] of Object.entries(entry)) form.set(`entries[${next + index}].${name}`, value);
  }
  for (const [name, value] of Object.entries(left)) form.set(name, value);
  if (!adding) return;
  const blank = left.title.trim() === "" && left.year.trim() === "";
  if (collected.length > 0 && blank && left.several === "") {
    // Everything was moved, so conform's own insert would add a blank entry on top.
    form.set(INTENT, JSON.stringify({ type: "update", payload: { name: "title", value: "" } }));
  } else {
    // Shows the problems of what was to be added, and of nothing else.
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
