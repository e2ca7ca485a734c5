import { randomUUID } from "node:crypto";
import { bringUpToDate } from "#app/data/schema/up-to-date.server.ts";
import { ballotForm } from "#tests/support/polls.ts";
import { migrationsOnDisk } from "../../scripts/migrations-on-disk.ts";
import { closeAll, closeOnSignals } from "./closing.ts";
import { startDurableDatabase, type BenchDatabase } from "./durable-database.ts";
import { median } from "./figures.ts";
import { newVisitor } from "./visitor.ts";
import { startWebProcess, untilReady, type WebProcess } from "./web-process.ts";

const FILMS = 25;
const BALLOTS = 10_000;
const VOTERS = 100;
const VOTES_EACH = 5;
const LOOKS = 50;

closeOnSignals();
try {
  await bench();
} finally {
  await closeAll();
}

/** What a poll of 25 films and 10,000 ranked ballots takes: its result for the first and for the next visitor, and votes. */
async function bench(): Promise<void> {
  const database = await startDurableDatabase();
  const address = () => database.url;
  await bringUpToDate({ address, migrations: await migrationsOnDisk(), restoring: true });
  await fill(database);
  const web = await startWebProcess(database.url);
  await untilReady(web);
  const start = await times(LOOKS, () => get(web, "/"));
  const [cold] = await times(1, () => get(web, "/p/ended22222"));
  const warm = median(await times(LOOKS, () => get(web, "/p/ended22222")));
  const voters = [];
  for (let voter = 0; voter < VOTERS; voter += 1) voters.push((await newVisitor(web.url)).cookie);
  const before = await database.statements();
  const began = performance.now();
  await Promise.all(voters.map((cookie) => voteOften(web, cookie)));
  const seconds = (performance.now() - began) / 1_000;
  const votes = VOTERS * VOTES_EACH;
  const statements = (await database.statements()) - before;
  const home = median(start);
  console.log(`
${FILMS} films, ${BALLOTS} ranked ballots, all different, on a durable PostgreSQL; statements counted by ${database.counting}:
the result for who asks first, who has it counted: ${ms(cold!)}, ${(cold! / home).toFixed(0)} times a start page (${ms(home)})
the result for everybody after: ${ms(warm)}, ${(warm / home).toFixed(1)} times a start page
votes of ${VOTERS} browsers at once, ${VOTES_EACH} each, into a poll of ${BALLOTS}: ${(votes / seconds).toFixed(0)} a second
statements for a vote: ${(statements / votes).toFixed(2)}
`);
}

async function fill({ admin }: BenchDatabase): Promise<void> {
  const club = randomUUID();
  await admin.query("insert into clubs (id) values ($1)", [club]);
  for (const [id, ends] of [
    ["ended22222", "now() - interval '1 hour'"],
    ["current222", "now() + interval '1 day'"],
  ] as const) {
    await admin.query(
      `insert into polls (id, club_id, method, ends_at, seed, submit_key, payload_hash)
       values ($1, $2, 'ranked', ${ends}, sha256('seed'), gen_random_uuid(), '')`,
      [id, club],
    );
    await admin.query(
      `insert into poll_entries (poll_id, position, title, title_key, year)
       select $1, n, 'Фильм ' || n, 'фильм ' || n, 1950 + n from generate_series(1, ${FILMS}) as n`,
      [id],
    );
    await admin.query(
      `insert into ballots (poll_id, voter, receipt, choices, submit_keys)
       select $1, md5(n::text), lpad(n::text, 10, '0'),
              (select array_agg(film order by random() * film + n * 0) from generate_series(1, ${FILMS}) as film),
              array[gen_random_uuid()]
       from generate_series(1, ${BALLOTS}) as n`,
      [id],
    );
  }
  await admin.query("analyze");
}

async function voteOften({ url }: WebProcess, cookie: string): Promise<void> {
  for (let vote = 0; vote < VOTES_EACH; vote += 1) {
    const answer = await fetch(`${url}/p/current222`, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: cookie, Origin: url, "Sec-Fetch-Site": "same-origin" },
      body: new URLSearchParams(ballotForm("ranked", [1 + vote, 10 + vote, 20])),
    });
    await answer.arrayBuffer();
    if (answer.status !== 303) throw new Error(`a vote was answered with ${answer.status}`);
  }
}

async function get({ url }: WebProcess, path: string): Promise<void> {
  const answer = await fetch(url + path);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
}

/** How long each of so many runs took, one after another, in milliseconds. */
async function times(runs: number, run: () => Promise<void>): Promise<number[]> {
  const taken = [];
  for (let count = 0; count < runs; count += 1) {
    const began = performance.now();
    await run();
    taken.push(performance.now() - began);
  }
  return taken;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
