import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { numbersOfHistory } from "#app/data/lotteries/history-numbers.server.ts";
import { lastMonths } from "#app/domain/club/history-numbers.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";

const { db } = await testDatabase();

type Film = [title: string, details?: Record<string, unknown>];

/** An evening of this club with these films; `won` is the place of the one that won, from 1 on. */
async function evening(
  clubId: string,
  films: readonly Film[],
  { won, at, poll = false }: { won: number | null; at: string; poll?: boolean },
): Promise<string> {
  const id = newId();
  const common = { id, club_id: clubId, submit_key: randomUUID(), payload_hash: "", created_at: at };
  const rows = films.map(([title, details], index) => ({
    position: index + 1,
    title,
    title_key: title.toLowerCase(),
    details: details ? JSON.stringify(details) : null,
  }));
  if (poll) {
    const outcome = won === null ? null : JSON.stringify({ winner: won });
    const ended = { method: "one", ends_at: at, seed: Buffer.alloc(32), outcome };
    await db("polls").insert({ ...common, ...ended });
    await db("poll_entries").insert(rows.map((row) => ({ ...row, poll_id: id })));
    return id;
  }
  await db("lotteries").insert(common);
  await db("entries").insert(rows.map((row) => ({ ...row, lottery_id: id })));
  if (won !== null) await db("draws").insert({ lottery_id: id, number: 1, winner: won });
  return id;
}

const RAN: Film = ["Ran", { runtime: 160, genres: ["драма", "война"] }];
const JAWS: Film = ["Jaws", { runtime: 124, genres: ["ужасы"] }];
const HER: Film = ["Her", { genres: "broken", runtime: "long" }];

describe("a club of a few evenings", () => {
  const clubId = randomUUID();
  beforeAll(async () => {
    await db("clubs").insert({ id: clubId });
    await evening(clubId, [RAN, JAWS, ["Зеркало"]], { won: 1, at: "2026-09-30T23:59:59Z" });
    await evening(clubId, [["RAN", RAN[1]], JAWS], { won: 1, at: "2026-11-01T12:00:00Z", poll: true });
    await evening(clubId, [JAWS, HER, ["Зеркало"]], { won: 2, at: "2026-11-02T12:00:00Z" });
    const again = await evening(clubId, [RAN, JAWS], { won: 2, at: "2026-11-03T12:00:00Z" });
    await db("draws").insert({ lottery_id: again, number: 2, winner: 1 });
    await evening(clubId, [["Зеркало"], JAWS], { won: null, at: "2026-11-04T12:00:00Z" });
    await evening(clubId, [["Зеркало"]], { won: null, at: "2026-11-04T12:00:01Z", poll: true });
    const other = randomUUID();
    await db("clubs").insert({ id: other });
    await evening(other, [JAWS, RAN], { won: 1, at: "2026-11-05T12:00:00Z" });
  });

  test("is counted by what won last, lotteries and polls alike, one film under all its spellings", async () => {
    expect(await numbersOfHistory({ clubId }, db)).toEqual({
      evenings: 6,
      decided: 4,
      more: false,
      often: [{ title: "Ran", year: null, count: 3 }],
      waiting: [
        { title: "Jaws", year: null, count: 5 },
        { title: "Зеркало", year: null, count: 4 },
      ],
      minutes: 160,
      timed: 3,
      genres: [
        { genre: "война", count: 3 },
        { genre: "драма", count: 3 },
      ],
      months: [
        { month: "2026-11", count: 3 },
        { month: "2026-09", count: 1 },
      ],
    });
  });

  test("only the newest evenings count when there are more", async () => {
    const numbers = await numbersOfHistory({ clubId, evenings: 3 }, db);
    expect(numbers).toMatchObject({ evenings: 3, decided: 1, more: true, often: [] });
    expect(numbers.waiting).toEqual([
      { title: "Зеркало", year: null, count: 2 },
      { title: "Jaws", year: null, count: 2 },
    ]);
  });

  test("a club without any has nothing to count", async () => {
    expect(await numbersOfHistory({ clubId: randomUUID() }, db)).toMatchObject({ evenings: 0, months: [] });
  });
});

test("months without an evening are shown too, up to this one", () => {
  const months = lastMonths([{ month: "2026-01", count: 4 }], Date.parse("2026-02-01T00:00:00Z"));
  expect(months).toHaveLength(12);
  expect(months.slice(-3)).toEqual([
    { month: "2025-12", count: 0 },
    { month: "2026-01", count: 4 },
    { month: "2026-02", count: 0 },
  ]);
  expect(months[0]!.month).toBe("2025-03");
});
