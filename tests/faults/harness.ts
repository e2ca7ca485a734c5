import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "#app/data/identity.server.ts";
import { freePort, startWebProcess, untilReady, type WebProcess } from "#tests/bench/web-process.ts";
import { atEnd } from "#tests/bench/closing.ts";
import { inspect, type Inspector } from "#tests/support/inspector.ts";
import { startProxy } from "#tests/support/proxy.ts";
import { type Episode, figuresOf, freshAgain, WATCHED } from "./bounds.ts";
import { shiftClock } from "./clock.ts";
import { complaintsOf } from "./complaints.ts";
import { startBareServer, startCrew } from "./crew.ts";
import { type Fault, NotPossibleHere, type Scene } from "./fault.ts";
import { heapOf } from "./heap.ts";
import { checkHistory, savedIn } from "./history.ts";
import { startOutside } from "./outside.ts";
import { startPostgres } from "./postgres.ts";
import { type Page, type Seen, startWatch } from "./record.ts";
import type { Row } from "./table.ts";

type RowOptions = { name?: string; afterEach?: () => Promise<void> };
export type Harness = Awaited<ReturnType<typeof openHarness>>;

const WATCHED_AT_MOST_MS = 5_000;
const LOOKS_EVERY_MS = 250;
const UNSEEN_IDS = 120;

/**
 * The built app, a real PostgreSQL, the network between them, and people who use the app all the time. `factor` widens
 * the bounds, which are made for a quiet machine.
 */
export async function openHarness({
  processes = 1,
  factor,
  tell,
}: {
  processes?: number;
  factor: number;
  tell: (line: string) => void;
}) {
  const postgres = await startPostgres();
  let otherPort: number | null = null;
  const proxy = await startProxy(() => otherPort ?? postgres.port());
  atEnd(() => proxy.close());
  const address = proxy.through(postgres.url());
  const inspector = await freePort();
  const outside = await startOutside();
  const web = await startWebProcess(address, "", {
    ...outside.settings,
    WEB_CONCURRENCY: String(processes),
    NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspector}`,
  });
  await untilReady(web);
  let reached: Promise<Inspector[]> | undefined;
  const inside = () => (reached ??= insideOf(web, inspector));
  atEnd(() => reached?.then((inspectors) => inspectors.forEach(({ leave }) => leave())));
  const whole = await postgres.parts();
  const servers = {
    base: web.url,
    bare: await startBareServer(),
    images: outside.images,
    pid: web.pid,
    processes,
  };
  const readers = await startCrew("readers", servers);
  const writers = await startCrew("writers", servers);
  const told: string[] = [];
  /** Tables that have lost rows on purpose. */
  const spoilt = new Set<string>();
  const tally = { confirmed: 0, refused: 0, unknown: 0, open: 0 };

  /** Ids of lotteries in the database that this process has never heard of. */
  async function unseenLotteries(): Promise<string[]> {
    const ids = Array.from({ length: UNSEEN_IDS }, () => newId());
    await postgres.query(
      `with club as (insert into clubs (id) values ($1)),
            lottery as (insert into lotteries (id, club_id, name, submit_key, payload_hash)
                        select id, $1, 'unseen ' || id, gen_random_uuid(), '' from unnest($2::text[]) as id)
       insert into entries (lottery_id, position, title)
       select id, position, 'Film ' || position from unnest($2::text[]) as id, generate_series(1, 2) as position`,
      [randomUUID(), ids],
    );
    return ids;
  }

  async function isWhole(): Promise<boolean> {
    const there = new Set(await postgres.parts());
    return whole.every((part) => there.has(part));
  }

  async function detour(port: number | null): Promise<void> {
    otherPort = port;
    await proxy.set("reset");
    await proxy.set("clear");
  }

  /** One fault under load. Throws NotPossibleHere when this machine does not allow it. */
  async function episode(fault: Fault, holdMs: number): Promise<Episode> {
    const seen: Seen[] = [];
    const hear = async (wanted: string, so: (complaints: (string | null)[]) => boolean) => {
      const ask = async () => so(await complaintsOf(web));
      seen.push(await until("/readyz", { factor, wanted, ask }));
    };
    const says = fault.says ?? "";
    const scene: Scene = {
      postgres,
      proxy,
      outside,
      holdMs,
      detour,
      said: () => hear(`says “${says}”`, (complaints) => complaints.includes(says)),
      well: () => hear("nothing to complain of", (complaints) => complaints.length === 0),
      setClock: async (byMs) => {
        for (const each of await inside()) await shiftClock(each, byMs);
      },
    };
    await readers.seed(await unseenLotteries());
    if (fault.destroy) {
      await account({ losing: true });
      await readers.lose();
    }
    const look = async () => seen.push(...(await readers.take()).seen, ...(await writers.take()).seen);
    await look();
    seen.length = 0;
    await fault.destroy?.(scene);
    if (fault.destroy) await writers.go();
    const leave = await fault.inject(scene);
    const watched = { seen, healedAt: performance.timeOrigin + performance.now() };
    // Fresh pages alone do not prove it, as not every page needs every table.
    if (fault.healsItself)
      seen.push(await until("tables", { factor, wanted: "all are there", ask: isWhole }));
    const deadline = performance.now() + WATCHED_AT_MOST_MS * factor;
    do {
      await sleep(LOOKS_EVERY_MS);
      await look();
    } while (WATCHED.some((page) => freshAgain(watched, page) === null) && performance.now() < deadline);
    await leave?.();
    return watched;
  }

  /** The same fault for each of these durations, as one row. */
  async function row(
    fault: Fault,
    holdsMs: readonly number[],
    { name = fault.name, afterEach = () => Promise.resolve() }: RowOptions = {},
  ): Promise<Row> {
    const episodes: Episode[] = [];
    try {
      for (const holdMs of holdsMs) {
        const last = await episode(fault, holdMs);
        episodes.push(last);
        await afterEach();
        if (holdsMs.length === 1) continue;
        const again = WATCHED.map((page) => freshAgain(last, page)?.toFixed(0) ?? "never");
        tell(`  ${name}: held ${holdMs} ms, fresh after ${again.join(", ")} ms`);
      }
    } catch (error) {
      if (!(error instanceof NotPossibleHere)) throw error;
      tell(`${name}: not tried, ${error.message}`);
      return { fault: name, figures: [], note: `not tried: ${error.message}` };
    }
    const figures = figuresOf(episodes, { factor });
    const broken = figures.flatMap((each) => each.broken.map((words) => `${name}: ${each.page}: ${words}`));
    tell([`${name}: ${broken.length === 0 ? "ok" : "BROKEN"}`, ...broken].join("\n  "));
    return { fault: name, figures, note: null };
  }

  /** Waits until every writer has finished, and compares what they were told with what is saved. */
  async function account({ losing = false } = {}): Promise<void> {
    await writers.stop();
    const { submits } = await writers.take();
    for (const { outcome } of submits) tally[outcome] += 1;
    try {
      const saved = await savedIn((sql) => postgres.query(sql));
      told.push(
        ...checkHistory(
          submits,
          saved.filter(({ id }) => !spoilt.has(id)),
        ),
      );
      if (losing) for (const { id } of saved) spoilt.add(id);
    } catch (error) {
      // When tables are still missing, this check fails, and the report goes on.
      told.push(`what is saved cannot be read: ${String(error)}`);
    }
  }

  return {
    web,
    postgres,
    heap: async () => heapOf((await inside())[0]!),
    port: Number(new URL(address).port),
    row,
    async go() {
      await readers.seed(await unseenLotteries());
      await readers.go();
      await writers.go();
      await warmUp();
    },
    warmUp,
    /** Ends everything. Answers what became of all submits, and every contradiction that was found. */
    async stop() {
      await account();
      await readers.stop();
      return { tally, told };
    },
  };
}

/** Asks until it is so, and answers how long that took, in the form of any other answer. */
async function until(
  page: Page,
  { factor, wanted, ask }: { factor: number; wanted: string; ask: () => Promise<boolean> },
): Promise<Seen> {
  const passed = startWatch([]);
  const deadline = performance.now() + WATCHED_AT_MOST_MS * factor;
  for (;;) {
    const so = await ask();
    if (so || performance.now() > deadline) {
      const wrong = so ? [] : [`not so: ${wanted}`];
      return { page, who: null, ...passed(), status: so ? 200 : 0, shown: null, wrong };
    }
    await sleep(LOOKS_EVERY_MS / 5);
  }
}

/** Warms up first: code that has never run is slow, which says nothing about faults. */
function warmUp(): Promise<void> {
  return sleep(WARM_UP_MS);
}

const WARM_UP_MS = 2_000;

/** Reaches into each process that serves. Node gives those of a cluster the ports after the one that was asked for. */
async function insideOf({ reports }: WebProcess, port: number): Promise<Inspector[]> {
  const pids = [...(await reports()).keys()].sort((one, other) => one - other);
  return Promise.all(pids.map((pid, i) => inspect(pid, pids.length === 1 ? port : port + 1 + i)));
}
