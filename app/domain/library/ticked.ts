import { BADGES, readLabel, TICKED_MAX, type Badge } from "./library.ts";
import { ENTRIES_MAX, ENTRIES_MIN, isId } from "../lottery/lottery.ts";
import type { Problem } from "../problem.ts";

/** What can be done with ticked films together. */
const COMMANDS = ["lottery", "badge-on", "badge-off", "tag-on", "tag-off", "remove"] as const;
type TickedCommand = (typeof COMMANDS)[number];

/** What was ticked, what is to be done with it, and the badge and the tag that stand beside the buttons. */
export type Ticked = { command: TickedCommand; ids: string[]; badge: Badge; tag: string };

type Fields = { get: (name: string) => unknown; getAll: (name: string) => unknown[] };

/** What a form of ticked films asks for, and what is wrong with it. Null for what no page of ours sends. */
export function readTicked(form: Fields): { ticked: Ticked; problem: Problem | null } | null {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const ids = [...new Set(form.getAll("movie"))].filter((id): id is string => isId(id as string));
  const tag = text("tag");
  const named = text("badge") || BADGES[0];
  const badge = BADGES.find((each) => each === named);
  const command = commandOf(form.getAll("do").at(-1) ?? COMMANDS[0], tag);
  if (!command || !badge) return null;
  const ticked = { command, ids, badge, tag };
  return { ticked, problem: problemOf(ticked) };
}

/** Whoever presses Enter in the field of the tag wants that tag, and elsewhere what the first button does. */
function commandOf(sent: unknown, tag: string): TickedCommand | undefined {
  if (sent === ENTER) return readLabel(tag) === "" ? COMMANDS[0] : "tag-on";
  return COMMANDS.find((command) => command === sent);
}

/** What a form sends in place of a command when Enter is pressed in it. */
export const ENTER = "enter";

function problemOf({ command, ids, tag }: Ticked): Problem | null {
  if (command === "lottery") {
    if (ids.length < ENTRIES_MIN) return "too-few-ticked";
    return ids.length > ENTRIES_MAX ? "too-many-ticked" : null;
  }
  if (command === "tag-on" || command === "tag-off") {
    const label = readLabel(tag);
    if (label === null) return "label-too-long";
    if (label === "") return "tag-blank";
  }
  if (ids.length === 0) return "none-ticked";
  return ids.length > TICKED_MAX ? "too-many-at-once" : null;
}
