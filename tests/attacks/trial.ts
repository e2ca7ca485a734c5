import { fork } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "#tests/bench/child.ts";
import { atEnd } from "#tests/bench/closing.ts";
import { table } from "#tests/bench/figures.ts";
import { rssMb } from "#tests/bench/process-figures.ts";
import { freePort, startWebProcess, untilReady } from "#tests/bench/web-process.ts";
import { createLottery, EVENING } from "#tests/support/lotteries.ts";
import { newVisitor } from "#tests/support/visitor.ts";
import { newAttacker } from "./attacker.ts";
import type { Attack } from "./attacks.ts";
import type { Felt } from "./bystander.ts";
import { turnsOf } from "./turns.ts";

/** Wanted while one client attacks: what others wait for `/`, what the process holds, how long one request takes. */
const BOUNDS = { homeMs: 150, megabytes: 350, turnMs: 50 };
/** As they are for everyone; other trials lift them. */
const QUOTAS = { ADDRESS_WRITES: "240", VISITOR_WRITES: "90" };
/** Of a small machine. */
const HEAP_MB = 400;
const DEAD = "the process is dead";
const TRIES = 3;
const SETTLES_MS = 200;
const WEIGHED_EVERY_MS = 50;

export type Row = {
  attack: string;
  statuses: ReadonlyMap<number, number>;
  felt: Felt;
  /** The longest turn of the app's event loop. */
  turnMs: number;
  megabytes: number;
  /** What took too long. */
  late: string[];
  /** What else was not as it should be. */
  wrong: string[];
};

type Plan = {
  attacks: readonly Attack[];
  databaseUrl: string;
  /** Of what is done many times, this part. */
  part: number;
  /** Bounds of time are for a quiet machine; 2 doubles them, and so does a machine that takes twice as long for work. */
  factor: number;
  tell: (line: string) => void;
};

/** Puts the built app through attacks, each from an address of its own, while somebody else uses it. */
export async function tryAttacks({ attacks, databaseUrl, part, factor, tell }: Plan): Promise<Row[]> {
  const inspector = await freePort();
  const web = await startWebProcess(databaseUrl, "", {
    NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspector} --max-old-space-size=${HEAP_MB}`,
    ...QUOTAS,
  });
  await untilReady(web);
  const stranger = newVisitor(web.url);
  await stranger.get("/");
  const lottery = await createLottery(stranger, EVENING, { name: "a stranger's" });
  for (const page of ["/library", "/history", lottery, `${lottery}/file/preview.png`])
    await stranger.get(page);
  const turns = await turnsOf(web.pid, inspector);
  const bystander = fork(path.join(import.meta.dirname, "bystander.ts"), { execArgv: ["--import", "tsx"] });
  atEnd(() => void bystander.kill());
  const cookie = [...stranger.jar].map((pair) => pair.join("=")).join("; ");
  await ask(bystander, { url: web.url, cookie });
  // Cold code is slow, which says nothing about attacks.
  await sleep(1_000);

  let attackers = 0;
  async function once(attack: Attack): Promise<Row> {
    attackers += 1;
    const attacker = newAttacker(web.url, `127.0.0.${attackers + 1}`);
    const megabytes: number[] = [];
    const weigh = () =>
      rssMb(web.pid).then(
        (each) => void (each > 0 && megabytes.push(each)),
        // There is nothing to weigh any more; that it died is said below.
        () => {},
      );
    const scales = setInterval(() => void weigh(), WEIGHED_EVERY_MS);
    await ask<Felt>(bystander, "take");
    await turns.longest();
    const scene = { url: web.url, attacker, stranger, lottery, part };
    const wrong = await attack.wage(scene).catch((error: unknown) => [String(error)]);
    await sleep(SETTLES_MS);
    const felt = await ask<Felt>(bystander, "take");
    const died = !isAlive(web.pid);
    const turnMs = died ? Infinity : await turns.longest();
    clearInterval(scales);
    attacker.leave();
    const complaints = Array.isArray(wrong) ? wrong.filter((each) => typeof each === "string") : [];
    const figures = { statuses: attacker.statuses, felt, turnMs, megabytes: Math.max(0, ...megabytes) };
    const wrongs = [
      ...(died ? [DEAD] : []),
      ...felt.wrong,
      ...complaints,
      ...attacker.dishonest,
      ...heaviness(figures),
    ];
    const late = lateness(attack, figures, factor);
    return { attack: attack.name, ...figures, late, wrong: [...new Set(wrongs)] };
  }

  /** What only took long is tried again: an attack does the same each time, and a busy machine does not. */
  async function row(attack: Attack): Promise<Row> {
    let last = await once(attack);
    for (let tries = 1; tries < TRIES && last.late.length > 0 && last.wrong.length === 0; tries++) {
      last = await once(attack);
    }
    return last;
  }

  const rows: Row[] = [];
  for (const attack of attacks) {
    if (!isAlive(web.pid)) break;
    const last = await row(attack);
    rows.push(last);
    const { late, wrong } = last;
    tell([`${attack.name}: ${isKept(last) ? "ok" : "BROKEN"}`, ...late, ...wrong.slice(0, 12)].join("\n  "));
  }
  const complaints = await web.complaints();
  if (complaints) tell(`the server complained:\n${complaints.slice(0, 4_000)}`);
  turns.leave();
  await web.stop();
  return rows;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether an attack kept all bounds. */
export function isKept({ late, wrong }: Pick<Row, "late" | "wrong">): boolean {
  return late.length + wrong.length === 0;
}

function lateness(
  { single }: Attack,
  { felt, turnMs }: Pick<Row, "felt" | "turnMs">,
  factor: number,
): string[] {
  const allowed = factor * felt.slowdown;
  const [homeMs, longMs] = [BOUNDS.homeMs * allowed, BOUNDS.turnMs * allowed];
  return [
    felt.home > homeMs ? `/ after ${felt.home.toFixed(0)} ms, at most ${homeMs.toFixed(0)}` : "",
    single && turnMs > longMs ? `a turn of ${turnMs.toFixed(0)} ms, at most ${longMs.toFixed(0)}` : "",
  ].filter(Boolean);
}

function heaviness({ felt, megabytes }: Pick<Row, "felt" | "megabytes">): string[] {
  return [
    megabytes > BOUNDS.megabytes ? `${megabytes.toFixed(0)} MB, at most ${BOUNDS.megabytes}` : "",
    felt.looks === 0 ? "nobody else was answered" : "",
  ].filter(Boolean);
}

/** The figures of each attack, for a terminal. */
export function drawRows(rows: readonly Row[]): string {
  return table(
    ["attack", "answers", "others: / ms", "/healthz ms", "turn ms", "MB", "machine", ""],
    rows.map(({ attack, statuses, felt, turnMs, megabytes, late, wrong }) => [
      attack,
      [...statuses].map(([status, times]) => `${times} × ${status || "cut"}`).join(", "),
      ...[felt.home, felt.alive, turnMs, megabytes].map((each) => each.toFixed(0)),
      `÷ ${felt.slowdown.toFixed(1)}`,
      isKept({ late, wrong }) ? "ok" : "BROKEN",
    ]),
  );
}
