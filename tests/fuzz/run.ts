/**
 * `npm run fuzz -- --forms=100000 --seed=7`: random forms to every action of the built app, in this process. Ends with
 * code 1 at the first form that brings a 5xx or takes more than 200 ms of the processor, made as small as it goes, and
 * when a saved row is one that should not be. Prints one line of JSON with what it saw.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import * as fc from "fast-check";
import { openPool } from "#app/data/reliability/pool.server.ts";
import { ACTION_FORMS, type ActionForm } from "#tests/support/action-forms.ts";
import { createDatabase, startTestCluster } from "#tests/support/cluster.ts";
import { openApp, type Post } from "./app.ts";
import { bodyOf, randomForm, type RandomForm } from "./forms.ts";
import { badRows } from "./rows.ts";

const CPU_MS = 200;
/** At the same time, so that waiting for the database costs no time of its own. */
const AT_ONCE = 8;
const NEW_SCENE_EVERY = 25;
/** In one of so many scenes the club can be deleted. */
const FATAL_EVERY = 20;
/** Of all forms: more of them would not be the machine's doing. */
const BUSY_MOST = 20;
const ROOT = path.join(import.meta.dirname, "../..");

const { values: options } = parseArgs({
  options: { forms: { type: "string" }, seed: { type: "string" }, database: { type: "string" } },
});
const forms = Number(options.forms ?? 100_000);
const seed = Number(options.seed ?? randomBytes(4).readInt32LE());

const cluster = options.database === undefined ? await startTestCluster() : null;
try {
  await fuzz(
    // The app makes its own tables.
    options.database ??
      (await createDatabase({ adminUrl: cluster!.adminUrl, template: "template1", name: "fuzz" })),
  );
} catch (error) {
  for (let each = error; each instanceof Error; each = each.cause) process.stderr.write(`${each.message}\n`);
  process.exitCode = 1;
} finally {
  await cluster?.stop();
}
process.exit();

async function fuzz(databaseUrl: string): Promise<void> {
  const build = await builtApp(databaseUrl);
  everyActionIsKnown(build);
  const { post, newScene, untilReady } = await openApp(build);
  const statuses: Record<number, number> = {};
  let batches = 0;
  let longest = 0;
  let busy = 0;
  let known: ActionForm[] = [];

  const postOf = ({ which, changes, page, known: isKnown }: RandomForm): Post => {
    const { path: address, fields } = known[which % known.length]!;
    return { path: address, body: bodyOf(fields, changes), page, known: isKnown };
  };
  const send = async (sent: Post) => {
    const first = (await post(sent)).status;
    if (first === 503) {
      busy += 1;
      // On a starved machine forms of one batch may wait for one another's locks, and the database may be late with
      // everything. When it answers again, the same form has to go through.
      await untilReady();
    }
    const { status } = first === 503 ? await post(sent) : { status: first };
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (busy > BUSY_MOST) throw new Error(`${busy} times 503, last for ${sent.path}`);
    if (status >= 500) throw new Error(`${status} for ${sent.path}: ${sent.body.slice(0, 2_000)}`);
  };
  const property = fc.asyncProperty(
    fc.array(randomForm, { minLength: AT_ONCE, maxLength: AT_ONCE }),
    async (batch) => {
      if (batches++ % NEW_SCENE_EVERY === 0) {
        const scene = await newScene();
        const all = Object.values(ACTION_FORMS).flatMap((make) => make(scene));
        // After that one, all others of the scene come from a browser whose club is gone.
        const fatal = batches % (NEW_SCENE_EVERY * FATAL_EVERY) === 1;
        const made = all.filter((form) => fatal || form.path !== "/club/deletion");
        // Deletions rarely, so that the others find what they are about.
        const lasting = made.filter((form) => !form.path.endsWith("/deletion"));
        known = [...made, ...lasting, ...lasting, ...lasting, ...lasting];
      }
      const posts = batch.map(postOf);
      if ((await cpuMs(() => Promise.all(posts.map(send)))) <= CPU_MS) return;
      // Together they took much: which one?
      for (const sent of posts) {
        const cpu = Math.min(await cpuMs(() => send(sent)), await cpuMs(() => send(sent)));
        longest = Math.max(longest, cpu);
        if (cpu > CPU_MS) throw new Error(`${cpu} ms for ${sent.path}: ${sent.body.slice(0, 2_000)}`);
      }
    },
  );
  await fc.assert(property, { seed, numRuns: Math.ceil(forms / AT_ONCE) });

  const db = openPool({ address: () => databaseUrl, max: 2, statementMs: 10_000 });
  const bad = await badRows(db);
  await db.destroy();
  if (bad.length > 0) throw new Error(`saved, and should not have been:\n${bad.join("\n")}`);
  process.stdout.write(
    `${JSON.stringify({ seed, forms, statuses, busy, longestCpuMs: Math.round(longest) })}\n`,
  );
}

async function builtApp(databaseUrl: string): Promise<ServerBuild> {
  execFileSync(process.execPath, [path.join(ROOT, "scripts/build-if-stale.mjs")], { stdio: "ignore" });
  Object.assign(process.env, {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    ADDRESS_WRITES: "1000000",
    VISITOR_WRITES: "1000000",
    LIMITS_PERCENT: "1000000",
    // Honest 503s of a busy machine are another test's matter.
    HOME_BUDGET_MS: "5000",
    READ_BUDGET_MS: "10000",
    WRITE_BUDGET_MS: "10000",
  });
  return (await import(pathToFileURL(path.join(ROOT, "build/server/index.js")).href)) as ServerBuild;
}

function everyActionIsKnown({ routes }: ServerBuild): void {
  const unknown = Object.values(routes).filter(
    (route) => route?.module.action && !(route.id in ACTION_FORMS),
  );
  if (unknown.length > 0) throw new Error(`no forms for ${unknown.map((route) => route?.id).join(", ")}`);
}

async function cpuMs(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
