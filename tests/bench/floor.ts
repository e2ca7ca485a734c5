import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { atEnd } from "./closing.ts";
import { COMPARED, cost, type Compared } from "./compared.ts";
import { startDurableDatabase } from "./durable-database.ts";
import { median, table } from "./figures.ts";
import type { Options } from "./options.ts";
import { seedClub } from "./seed.ts";
import { newVisitor } from "./visitor.ts";
import { ROOT, startWebProcess, untilReady } from "./web-process.ts";
import { removeFolder } from "#tests/support/folder.ts";

const EMPTY: Compared = {
  name: "an empty route",
  method: "GET",
  path: "/",
  status: 200,
  cookie: "club",
  wanted: null,
};

/** A whole Remix app that has one route, which shows nothing. */
const SOURCES: Record<string, string> = {
  "package.json": `{ "type": "module", "sideEffects": false }`,
  "tsconfig.json": `{ "compilerOptions": { "jsx": "react-jsx" } }`,
  "vite.config.js": `import { vitePlugin as remix } from "@remix-run/dev";
export default { plugins: [remix({ future: { v3_singleFetch: true } })] };`,
  "app/entry.client.tsx": `import { RemixBrowser } from "@remix-run/react";
import { hydrateRoot } from "react-dom/client";
hydrateRoot(document, <RemixBrowser />);`,
  "app/entry.server.tsx": `import { RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
export default function (request, status, headers, context) {
  headers.set("Content-Type", "text/html; charset=utf-8");
  const html = renderToString(<RemixServer context={context} url={request.url} />);
  return new Response("<!doctype html>" + html, { status, headers });
}`,
  "app/root.tsx": `import { Outlet } from "@remix-run/react";
export default function Root() {
  return <html lang="en"><head><title>Empty</title></head><body><Outlet /></body></html>;
}`,
  "app/routes/_index.tsx": `export default function Empty() { return null; }`,
};

/** Compares what each page takes of the processor with what Remix and remix-serve take for a page that shows nothing. */
export async function benchFloor(options: Options): Promise<void> {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const database = await startDurableDatabase();
  const ours = await startWebProcess(database.url);
  await untilReady(ours);
  const { cookie, clubId } = await newVisitor(ours.url);
  await seedClub(database.admin, clubId);
  const empty = await startWebProcess("", "", {}, await buildEmpty());
  const app = { web: ours, pids: [ours.pid], cookie };
  const floor = { web: empty, pids: [empty.pid], cookie };
  const rounds = new Map<Compared, number[]>([EMPTY, ...COMPARED].map((each) => [each, []]));
  for (let round = 0; round <= options.rounds; round += 1) {
    process.stderr.write(round === 0 ? "warming up\n" : `round ${round} of ${options.rounds}\n`);
    for (const [page, seen] of rounds) {
      const { cpu } = await cost(page, page === EMPTY ? floor : app, options);
      if (round > 0) seen.push(cpu);
    }
  }
  const least = median(rounds.get(EMPTY)!);
  const rows = [...rounds].map(([{ name }, seen]) => {
    const cpu = median(seen);
    return [name, cpu.toFixed(2), (cpu / least).toFixed(1)];
  });
  console.log(`
Node ${process.version}; CPU per request, medians of ${options.rounds} alternating rounds of ${options.seconds} s on ${options.connections} connections, beside a
Remix app with one route that shows nothing.

${table(["page", "CPU ms", "of the empty one"], rows)}
`);
}

async function buildEmpty(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-bench-empty-"));
  atEnd(() => removeFolder(folder));
  await Promise.all(
    ["app/routes", "public"].map((name) => mkdir(path.join(folder, name), { recursive: true })),
  );
  await Promise.all(Object.entries(SOURCES).map(([file, text]) => writeFile(path.join(folder, file), text)));
  await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  const remix = path.join(ROOT, "node_modules/@remix-run/dev/dist/cli.js");
  execFileSync(process.execPath, [remix, "vite:build"], { cwd: folder, stdio: ["ignore", 2, 2] });
  return folder;
}
