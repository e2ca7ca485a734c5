import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createLottery } from "#tests/support/lotteries.ts";
import { ballotForm } from "#tests/support/polls.ts";
import { newVisitor, type Visitor } from "#tests/support/visitor.ts";
import { ask, startChild } from "./child.ts";
import type { Followed, Told } from "./live-visitors.ts";

type Deciding = {
  host: Visitor;
  url: string;
  /** So many follow it. */
  visitors: number;
  /** Counts the statements that the app sends meanwhile. */
  count: (act: () => Promise<void>) => Promise<[statements: number, ...rest: unknown[]]>;
};

const TIMES = 5;
/** How long it takes until processes have told each other who is there. */
const SETTLES_MS = 3_000;
const FILMS = [["Ералаш", 1974] as const, ["Фитиль", 1962] as const];

/** How many statements each film costs that is put into a hat, until everybody who follows it knows. */
export async function suggest({ host, url, visitors, count }: Deciding): Promise<number[]> {
  const path = await createLottery(host, [], { way: "collect" });
  const crowd = await gather("hat", { url, path, visitors });
  return repeated(async (time) => {
    const film = { form: "suggest", title: `Ералаш, выпуск ${time}`, year: "1974", firstName: "Аня" };
    const [statements] = await count(async () => {
      // The hat's first version is 1.
      const all = ask<Told>(crowd, { await: time + 1 });
      await confirmed(host, path, { ...film, submitKey: randomUUID() });
      await all;
    });
    return statements;
  });
}

/** The same for each vote in a poll. */
export async function voteInPoll({ host, url, visitors, count }: Deciding): Promise<number[]> {
  const path = await createLottery(host, FILMS, { way: "vote" });
  const crowd = await gather("poll", { url, path, visitors });
  return repeated(async (time) => {
    const voter = newVisitor(url);
    await voter.get(path);
    const [statements] = await count(async () => {
      const all = ask<Told>(crowd, { await: time });
      await confirmed(voter, path, ballotForm("approval", [1]));
      await all;
    });
    return statements;
  });
}

/** Visitors in a process of their own, all of whom know how it stands. */
async function gather(
  followed: Followed,
  { url, path, visitors }: { url: string; path: string; visitors: number },
) {
  const crowd = startChild("live-visitors.ts");
  await ask(crowd, { url, path: `${path}/events`, visitors, followed });
  await sleep(SETTLES_MS);
  return crowd;
}

async function confirmed(
  visitor: Visitor,
  path: string,
  form: Parameters<Visitor["post"]>[1],
): Promise<void> {
  const { status } = await visitor.post(path, form);
  if (status !== 303) throw new Error(`${path} was answered ${status}`);
}

async function repeated(once: (time: number) => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let time = 1; time <= TIMES; time++) results.push(await once(time));
  return results;
}
