import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import { arrive, EVENING, type Film } from "./lotteries.ts";
import type { Answer, Visitor } from "./visitor.ts";

export type Terms = { name?: string; method?: string; hours?: string; open?: string; names?: string };

/** Where the films of EVENING stand in a poll of them. */
export const SOLARIS = 1;
export const RUNNER = 2;
export const CRANES = 3;

export const idOf = (poll: string) => poll.slice("/p/".length);

/** Puts these films into the library of a visitor; answers their ids in the order of the films. */
export async function addFilms(host: Visitor, films: readonly Film[] = EVENING): Promise<string[]> {
  if (!host.jar.has("visitor")) await arrive(host);
  // The newest stands first in the library, and in a poll.
  for (const [title, year = ""] of films.toReversed()) {
    const film = { title, year: String(year), note: "", poster: "" };
    await host.post("/library", { form: "add", submitKey: randomUUID(), ...film });
  }
  const { document } = await host.get("/library");
  const links = [...document.querySelectorAll(".poster-link")].slice(0, films.length);
  return links.map((link) => link.getAttribute("href")!.slice("/library/".length));
}

/** The fields of the form that makes a poll of films of the library. */
export function pollForm(movies: readonly string[], terms: Terms = {}): [string, string][] {
  const fields = { submitKey: randomUUID(), name: "", method: "approval", hours: "24", ...terms };
  return [...Object.entries(fields), ...movies.map((id): [string, string] => ["movie", id])];
}

/** Makes a poll of these films; answers its path. */
export async function createPoll(
  host: Visitor,
  terms: Terms = {},
  films: readonly Film[] = EVENING,
): Promise<string> {
  const created = await host.post("/p/new", pollForm(await addFilms(host, films), terms));
  if (created.status !== 303) throw new Error(`not created: ${created.status}`);
  // Where people vote by name, what comes next is to send them their links.
  return created.location.replace(/\/settings$/, "");
}

/** A ballot as its page sends it: positions of films, the best first. */
export function ballotForm(
  method: "one" | "approval" | "ranked",
  choices: readonly number[],
  extra: Record<string, string> = {},
): [string, string][] {
  const votes = choices.map((position, index): [string, string] =>
    method === "ranked" ? [`rank[${position}]`, String(index + 1)] : ["film", String(position)],
  );
  return [...Object.entries({ submitKey: randomUUID(), method, ...extra }), ...votes];
}

/** Votes as a visitor who has just opened the page. */
export async function vote(
  visitor: Visitor,
  poll: string,
  method: "one" | "approval" | "ranked",
  choices: readonly number[],
): Promise<Answer> {
  if (!visitor.jar.has("visitor")) await visitor.get(poll);
  return visitor.post(poll, ballotForm(method, choices));
}

/** Ends a poll as its host does, and makes it look as if that had been a minute ago: its reveal is over. */
export async function endLongAgo(db: Knex, poll: string): Promise<void> {
  await db("polls")
    .where({ id: poll.slice("/p/".length) })
    .update({ ends_at: new Date(Date.now() - 60_000) });
}
