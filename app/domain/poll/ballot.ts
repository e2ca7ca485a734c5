import { formShape, hidden, KEY, TYPED } from "../form-shape.ts";
import { ENTRIES_MAX } from "../lottery/lottery.ts";
import type { Pile } from "./poll-count.ts";
import { METHODS, type Ballot, type Method } from "./poll-method.ts";
import { lineWithin } from "../text.ts";

/** A vote. `voter` is the token of a personal link. */
export const BALLOT_SHAPE = formShape({
  submitKey: KEY,
  method: hidden(20),
  voter: hidden(100),
  film: hidden(10, ENTRIES_MAX),
  [`rank[1..${ENTRIES_MAX}]`]: TYPED,
});

/** Longer texts are no place in an order, whatever they say. */
const RANK_TEXT_MAX = 20;

/** What can be wrong with a ballot, or with the place of a film. Each code has its sentence under `poll.<code>`. */
export type BallotProblem =
  "ballot-blank" | "ballot-too-many" | "ranking-blank" | "rank-unreal" | "rank-repeated";

/** What a ballot form holds, to be shown again as it was sent. */
export type Ticked = { films: number[]; ranks: Record<number, string> };

/**
 * Reads a vote of this method. `problems` has those of the ballot under 0, and those of single fields by the positions
 * of their films; `ballot` is null when there are any. Places with gaps between them are an order all the same.
 */
export function readBallot(
  form: URLSearchParams,
  method: Method,
): { ballot: Ballot | null; ticked: Ticked; problems: Record<number, BallotProblem> } {
  const ticked = tickedIn(form);
  const read = method === "ranked" ? readRanks(ticked.ranks) : readTicks(ticked.films, method);
  return { ticked, ...read };
}

/** The method that a form says it was made for; null for none of ours. */
export function methodOf(form: URLSearchParams): Method | null {
  return METHODS.find((method) => method === form.get("method")) ?? null;
}

/** The fields of a ballot form, filled in with what was voted. */
export function tickedAs(ballot: Ballot, method: Method): Ticked {
  if (method !== "ranked") return { films: [...ballot], ranks: {} };
  return {
    films: [],
    ranks: Object.fromEntries(ballot.map((position, index) => [position, String(index + 1)])),
  };
}

/** What was ticked and typed, whatever it is worth. */
export function tickedIn(form: Pick<URLSearchParams, "getAll" | "get">): Ticked {
  const films = form.getAll("film").map(Number).filter(isPosition);
  const ranks: Record<number, string> = {};
  for (let position = 1; position <= ENTRIES_MAX; position++) {
    const text = form.get(`rank[${position}]`);
    if (text) ranks[position] = text;
  }
  return { films: [...new Set(films)].toSorted((a, b) => a - b), ranks };
}

function readTicks(films: readonly number[], method: Method) {
  if (films.length === 0) return { ballot: null, problems: blank(method) };
  if (method === "one" && films.length > 1)
    return { ballot: null, problems: { 0: "ballot-too-many" as const } };
  return { ballot: films, problems: {} };
}

function readRanks(texts: Readonly<Record<number, string>>) {
  const problems: Record<number, BallotProblem> = {};
  const places = new Map<number, number>();
  for (const [key, text] of Object.entries(texts)) {
    const position = Number(key);
    const digits = lineWithin(text, RANK_TEXT_MAX);
    if (digits === "") continue;
    const place = digits !== null && /^\d{1,3}$/.test(digits) ? Number(digits) : 0;
    if (place < 1) problems[position] = "rank-unreal";
    else if (places.has(place)) problems[position] = "rank-repeated";
    else places.set(place, position);
  }
  if (Object.keys(problems).length > 0) return { ballot: null, problems };
  if (places.size === 0) return { ballot: null, problems: blank("ranked") };
  const order = [...places].toSorted(([one], [other]) => one - other);
  return { ballot: order.map(([, position]) => position), problems };
}

function blank(method: Method): Record<number, BallotProblem> {
  return { 0: method === "ranked" ? "ranking-blank" : "ballot-blank" };
}

function isPosition(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= ENTRIES_MAX;
}

/** A ballot under the random id of its receipt. */
export type Receipt = { receipt: string; choices: Ballot };

/**
 * The canonical list of ballots, whose hash goes into every draw that the count needs: a header, then a line for each
 * ballot in the order of receipts, with the receipt and its films. Every line ends with a line feed.
 */
export function ballotsText(ballots: readonly Receipt[]): string {
  const lines = ballots
    .toSorted((a, b) => (a.receipt < b.receipt ? -1 : 1))
    .map(({ receipt, choices }) => `${receipt} ${choices.join(",")}`);
  return [BALLOTS_HEADER, ...lines, ""].join("\n");
}

/** The first line of the canonical list of ballots. */
export const BALLOTS_HEADER = "movie-lottery ballots v1";

/** The ballots of a canonical list, those that say the same on one pile. */
export function pilesIn(ballotsText: string): Pile[] {
  const counts = new Map<string, number>();
  for (const line of ballotsText.split("\n").slice(1, -1)) {
    const choices = line.slice(line.indexOf(" ") + 1);
    counts.set(choices, (counts.get(choices) ?? 0) + 1);
  }
  return [...counts].map(([choices, count]) => ({ choices: choices.split(",").map(Number), count }));
}
