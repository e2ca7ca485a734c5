import { execFile } from "node:child_process";
import { chmod, chown, mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Client } from "pg";
import type { Proxy, Weather } from "#tests/support/proxy.ts";
import { atEnd } from "#tests/bench/closing.ts";
import { type Fault, NotPossibleHere, type Scene } from "./fault.ts";
import { LOSSES } from "./losses.ts";
import { type Postgres, TERMINATE } from "./postgres.ts";
import { REFUSALS } from "./refusals.ts";
import { SURROUNDINGS } from "./surroundings.ts";

/** PostgreSQL's deadlock_detected. */
const DEADLOCK = "40P01";

export const FAULTS: readonly Fault[] = [
  { name: "none", inject: ({ holdMs }) => sleep(holdMs) },
  weather("connection refused", "down"),
  weather("accepts, says nothing", "silent"),
  weather("reset", "reset"),
  weather("blackhole", "blackhole"),
  weather("half-open", "half-open"),
  weather("latency 300 ms", { latencyMs: 300 }),
  weather("latency 2.5 s", { latencyMs: 2_500 }),
  weather("2 kB/s", { bytesPerSecond: 2_000 }),
  weather("cut: write leaves", { cut: "statement" }),
  weather("cut: answer comes", { cut: "answer" }),
  {
    name: "two short faults",
    async inject({ proxy }) {
      await blow(proxy, "blackhole", 200);
      await sleep(700);
      await blow(proxy, "blackhole", 200);
    },
  },
  {
    name: "one fault after another",
    async inject({ postgres, proxy }) {
      await blow(proxy, "half-open", 300);
      await sleep(500);
      await blow(proxy, "down", 300);
      await sleep(400);
      await blow(proxy, "reset", 200);
      await sleep(300);
      await postgres.freeze();
      await sleep(400);
      postgres.thaw();
      await sleep(300);
      await blow(proxy, "silent", 300);
    },
  },
  {
    name: "server frozen",
    async inject({ postgres, holdMs }) {
      await postgres.freeze();
      await sleep(holdMs);
      postgres.thaw();
    },
  },
  { name: "restart, fast", inject: ({ postgres }) => postgres.restart("fast") },
  { name: "restart, immediate", inject: ({ postgres }) => postgres.restart("immediate") },
  {
    name: "backends terminated",
    async inject({ postgres, holdMs }) {
      for (const until = performance.now() + holdMs; performance.now() < until; await sleep(250)) {
        await postgres.run(TERMINATE);
      }
    },
  },
  {
    name: "tables locked",
    async inject({ postgres, holdMs }) {
      const locker = await postgres.connect();
      while (!(await lockedAll(locker))) await locker.query("rollback");
      await sleep(holdMs);
      await locker.query("rollback");
      await locker.end();
    },
  },
  {
    name: "no connections left",
    async inject({ postgres, holdMs }) {
      await postgres.run("alter role app connection limit 0");
      await postgres.run(TERMINATE);
      await sleep(holdMs);
      await postgres.run("alter role app connection limit -1");
    },
  },
  { name: "disk full", inject: fillDisk },
  {
    name: "lotteries dropped",
    destroy: ({ postgres }) =>
      postgres.run("drop table voices, suggestions, hats, draws, commitments, entries, lotteries"),
    inject: () => Promise.resolve(),
    healsItself: true,
  },
  {
    name: "database dropped",
    destroy: ({ postgres }) => postgres.run("drop database app with (force)", "postgres"),
    async inject({ postgres, holdMs }) {
      await sleep(holdMs);
      await postgres.run("create database app owner app", "postgres");
    },
    healsItself: true,
  },
  ...SURROUNDINGS,
  ...REFUSALS,
  ...LOSSES,
];

function weather(name: string, kind: Weather): Fault {
  return {
    name,
    inject: ({ proxy, holdMs }) => blow(proxy, kind, holdMs),
  };
}

async function blow(proxy: Proxy, kind: Weather, forMs: number): Promise<void> {
  await proxy.set(kind);
  await sleep(forMs);
  await proxy.set("clear");
}

const DISK = "size=8m,mode=700";

/** Moves the tables to a disk of a few megabytes and fills it up. */
async function fillDisk({ postgres, holdMs }: Scene): Promise<void> {
  const disk = path.join(postgres.folder, "disk");
  const room = path.join(disk, "room");
  const fill = path.join(disk, "fill");
  await mkdir(disk, { recursive: true });
  const { uid, gid } = await stat(path.join(postgres.folder, "pg"));
  try {
    await promisify(execFile)("mount", ["-t", "tmpfs", "-o", `${DISK},uid=${uid},gid=${gid}`, "tmpfs", disk]);
  } catch {
    throw new NotPossibleHere("mounting a small disk is not permitted here");
  }
  const unmount = () => promisify(execFile)("umount", ["-l", disk]);
  let mounted = true;
  atEnd(() => (mounted ? unmount().then(() => undefined) : undefined));
  await mkdir(room);
  await chmod(room, 0o700);
  await chown(room, uid, gid);
  await postgres.run(`create tablespace small location '${room}'`);
  await moveTables(postgres, "small");
  await promisify(execFile)("sh", ["-c", 'cat /dev/zero > "$1" 2>/dev/null; true', "sh", fill]);
  await sleep(holdMs);
  await rm(fill);
  await moveTables(postgres, "pg_default");
  await postgres.run("drop tablespace small");
  await unmount();
  mounted = false;
}

/** There every row takes a page of its own, so that already the first new one finds no room. */
async function moveTables(postgres: Postgres, tablespace: string): Promise<void> {
  const fillfactor = tablespace === "pg_default" ? 100 : 10;
  for (const table of ["lotteries", "entries", "movies", "suggestions", "ballots"]) {
    await postgres.run(`alter table ${table} set (fillfactor = ${fillfactor})`);
    await postgres.run(`alter table ${table} set tablespace ${tablespace}`);
  }
}

/** Locks what people write to. False when it met somebody who locks in another order, and PostgreSQL has given it up. */
async function lockedAll(locker: Client): Promise<boolean> {
  await locker.query("begin");
  return locker
    .query(
      "lock table lotteries, entries, draws, movies, suggestions, voices, ballots in access exclusive mode",
    )
    .then(
      () => true,
      (error: unknown) => {
        if ((error as { code?: string }).code !== DEADLOCK) throw error;
        return false;
      },
    );
}
