import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import type { Answer, Visitor } from "./visitor.ts";

export const ADD = "Add";
export const CREATE = "Create the lottery";
export const DRAW = "Draw the film";

export type Film = readonly [title: string, year?: number | string];

export const EVENING: readonly Film[] = [
  ["Солярис", 1972],
  ["Blade Runner", 1982],
  ["Летят журавли", 1957],
];

/** The fields of the form that creates a lottery, filled in with these films. */
export function formWith(films: readonly Film[], extra: Record<string, string> = {}): Record<string, string> {
  const entries = films.flatMap(([title, year = ""], index) => [
    [`entries[${index}].title`, title],
    [`entries[${index}].year`, String(year)],
    [`entries[${index}].poster`, ""],
    [`entries[${index}].ref`, ""],
  ]);
  return {
    submitKey: randomUUID(),
    name: "",
    title: "",
    year: "",
    several: "",
    ...Object.fromEntries(entries),
    ...extra,
  };
}

/** Creates a lottery; answers its path. */
export async function createLottery(
  host: Visitor,
  films: readonly Film[] = EVENING,
  extra: Record<string, string> = {},
): Promise<string> {
  // Nobody sees the form without the page that brings the cookie.
  if (!host.jar.has("visitor")) await arrive(host);
  const created = await host.post("/?index", formWith(films, extra));
  if (created.status !== 303) throw new Error(`not created: ${created.status}`);
  return created.location;
}

/** A new visitor's first page, which brings the cookie of their club. */
export async function arrive(visitor: Visitor): Promise<Answer> {
  return visitor.get("/");
}

/** Draws a lottery, and makes it look as if that had been a minute ago: its reveal is over. */
export async function drawLongAgo(db: Knex, host: Visitor, path: string): Promise<void> {
  await host.post(`${path}/draw`, {});
  const drawnAt = new Date(Date.now() - 60_000);
  await db("draws")
    .where({ lottery_id: path.slice("/l/".length) })
    .update({ drawn_at: drawnAt });
}
