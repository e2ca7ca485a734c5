import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { TERMINATE, type Postgres } from "#tests/faults/postgres.ts";
import { DRAW, EVENING, createLottery } from "#tests/support/lotteries.ts";
import type { Edge } from "./edge.ts";
import type { Instance } from "./instance.ts";
import { crowd, gathering, through } from "./people.ts";

export type Step = { name: string; found: string; ok: boolean };
/** Starts an instance of a release; it need not be up yet. */
export type Start = () => Promise<Instance>;

/** What Render leaves the whole service. */
const MEMORY_MB = 512;
const PEOPLE = 3;
const WAITING = 10;
const TOLD_WITHIN_MS = 20_000;
const BACK_WITHIN_MS = 30_000;
const FORM_WITHIN_MS = 6_000;

/**
 * Plays a week on Render: a first deploy, a deploy and a roll-back while people use the app and wait for a draw, a
 * database that is restarted, suspended, and then gone for good. Never throws for what it finds; answers all steps.
 */
export async function rehearse({
  edge,
  postgres,
  present,
  before,
  overlapMs,
  suspendedMs,
  tell,
}: {
  edge: Edge;
  postgres: Postgres;
  present: Start;
  /** The release to roll back to. */
  before: Start;
  /** How long the old instance stays up after the switch: 60 s on Render. */
  overlapMs: number;
  suspendedMs: number;
  tell: (step: Step) => void;
}): Promise<Step[]> {
  const steps: Step[] = [];
  const instances: Instance[] = [];
  const note = (name: string, found: string, ok: boolean) => {
    const step = { name, found, ok };
    steps.push(step);
    tell(step);
  };

  const up = async (start: Start) => {
    const instance = await start();
    instances.push(instance);
    const ms = await edge.healthy(instance.target);
    return { instance, ms };
  };
  const first = await up(present);
  let current = first.instance;
  edge.switchTo(current.target);
  note("first deploy", `healthy after ${seconds(first.ms)}`, true);
  note("create, share, draw", ...(await oneEvening(edge)));

  const people = crowd(edge, PEOPLE);
  /** A new instance up, requests switched to it, and the old one told to end, while people wait for a draw. */
  const deploy = async (name: string, start: Start) => {
    await people.onceMore();
    const waiting = await gathering(edge, WAITING);
    const next = await up(start);
    edge.switchTo(next.instance.target);
    await sleep(overlapMs);
    const ending = current.stop();
    // In the very moment in which the old one ends.
    const drawn = await waiting.draw();
    const winners = await waiting.winners(TOLD_WITHIN_MS);
    const stopMs = await ending;
    current = next.instance;
    await people.onceMore();
    const missed = winners.filter((winner) => winner === null).length;
    const wrong = [...people.wrong.splice(0), ...edge.faults.splice(0)];
    note(
      name,
      `healthy after ${seconds(next.ms)}, the old one ended in ${seconds(stopMs)}; ` +
        (wrong.length > 0 ? `FAILED: ${wrong.slice(0, 3).join("; ")}` : "no request failed") +
        `; ${WAITING - missed} of ${WAITING} who waited saw the draw`,
      drawn === 303 && missed === 0 && new Set(winners).size === 1 && wrong.length === 0,
    );
  };
  await deploy("deploy", present);
  await deploy("roll back to the release before", before);
  await deploy("forward again", present);

  /** Something happens to the database; nothing but pages and honest refusals, and after `mend` all is well again. */
  const trouble = async (
    name: string,
    harm: () => Promise<void> | void,
    mend: () => Promise<void> | void,
  ) => {
    people.feel("ill");
    await harm();
    await sleep(suspendedMs);
    await mend();
    const backMs = await backAfter(edge);
    await people.onceMore();
    people.feel("well");
    await people.onceMore();
    const wrong = [...people.wrong.splice(0), ...edge.faults.splice(0)];
    const found =
      wrong.length > 0 ? `FAILED: ${wrong.slice(0, 3).join("; ")}` : "pages, and honest refusals of forms";
    note(
      name,
      `${found}; ready ${seconds(backMs ?? Number.NaN)} after it`,
      backMs !== null && wrong.length === 0,
    );
  };
  await trouble(
    "the database restarts",
    () => postgres.restart("fast"),
    () => {},
  );
  await trouble("the database is suspended", postgres.freeze, postgres.thaw);
  await trouble(
    "its connections are cut",
    () => postgres.query(TERMINATE).then(() => undefined),
    () => {},
  );

  people.feel("ill");
  await postgres.vanish();
  await sleep(suspendedMs);
  note("the database is gone for good", ...(await withoutDatabase(edge)));
  await people.leave();
  const wrong = [...people.wrong, ...edge.faults];
  const { pages, forms, refused } = people.tally;
  note(
    "everybody else",
    `${pages} pages, ${forms} forms, ${refused} of them 503 with Retry-After; ${wrong.length} wrong` +
      wrong
        .slice(0, 3)
        .map((each) => `: ${each}`)
        .join(""),
    wrong.length === 0,
  );
  note("the end of the last one", `ended in ${seconds(await current.stop())}`, true);
  const most = instances.map(({ mostMb }) => mostMb());
  note(
    "memory of an instance, all its processes",
    most.includes(null)
      ? "not known on this system"
      : `${Math.max(...most.map(Number)).toFixed(0)} MB at most`,
    most.every((mb) => mb === null || mb <= MEMORY_MB),
  );
  return steps;
}

/** A host creates a lottery without scripts, a guest opens its link and draws, and both see the same. */
async function oneEvening(edge: Edge): Promise<[string, boolean]> {
  await backAfter(edge);
  const [host, guest] = [through(edge), through(edge)];
  const path = await createLottery(host, EVENING);
  const shared = await host.get(path);
  const link = shared.document.querySelector<HTMLInputElement>("input[readonly]")?.value;
  const page = await guest.get(path);
  const drawn = await guest.press(page, DRAW);
  const [seen, theirs] = [await host.get(path), await guest.get(path)];
  const result = (html: string) => EVENING.filter(([title]) => html.includes(title)).length;
  const ok =
    drawn.status === 303 &&
    link === `${edge.origin}${path}` &&
    result(seen.html) > 0 &&
    theirs.status === 200;
  return [`the link is ${link}, the draw ${drawn.status}`, ok];
}

/** How long until the app says that it is ready, in milliseconds; null when it does not in time. */
async function backAfter(edge: Edge): Promise<number | null> {
  const since = performance.now();
  while (performance.now() - since < BACK_WITHIN_MS) {
    if ((await fetch(`${edge.url}/readyz`)).ok) return performance.now() - since;
    await sleep(50);
  }
  return null;
}

/** What a visitor gets who comes when there is no database any more. */
async function withoutDatabase(edge: Edge): Promise<[string, boolean]> {
  const visitor = through(edge);
  const home = await visitor.get("/");
  const since = performance.now();
  const note = `note ${randomUUID()}`;
  const film = { form: "add", submitKey: randomUUID(), title: "Сталкер", year: "1979", note, ref: "" };
  const form = await visitor.post("/library", film);
  const tookMs = performance.now() - since;
  const kept = form.html.includes(note) && form.html.includes("Сталкер");
  const health = await fetch(`${edge.url}/healthz`);
  const state = await fetch(`${edge.url}/readyz`);
  return [
    `/ ${home.status}, a form ${form.status} after ${seconds(tookMs)} with ${kept ? "every word" : "LOST WORDS"}, ` +
      `/healthz ${health.status}, /readyz ${state.status}`,
    home.status === 200 &&
      form.status === 503 &&
      kept &&
      tookMs < FORM_WITHIN_MS &&
      health.status === 200 &&
      state.status === 503,
  ];
}

function seconds(ms: number): string {
  return Number.isNaN(ms) ? "NEVER" : `${(ms / 1_000).toFixed(1)} s`;
}
