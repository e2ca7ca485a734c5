import { arrive, createLottery, type Film } from "./lotteries.ts";
import type { Answer, Visitor } from "./visitor.ts";

export const PUT = "Put it in";
export const CLOSE = "Close the hat";

/** The form with the rules of a hat, as its host's page sends it. */
export const RULES_FORM = {
  form: "rules",
  cap: "2",
  odds: "even",
  date: "",
  time: "",
  zone: "0",
  named: "on",
} as const;

/** Opens a hat with these films and rules; answers its path. */
export function openHat(
  host: Visitor,
  films: readonly Film[] = [],
  rules: Record<string, string> = {},
): Promise<string> {
  const { form: _, ...usual } = RULES_FORM;
  return createLottery(host, films, { ...usual, ...rules, way: "collect" });
}

/** Puts a film into a hat, as somebody who has just opened its page. */
export async function putIn(guest: Visitor, path: string, film: Record<string, string>): Promise<Answer> {
  if (!guest.jar.has("visitor")) await arrive(guest);
  return guest.press(await guest.get(path), PUT, film);
}
