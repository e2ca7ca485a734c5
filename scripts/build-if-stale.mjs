// Builds when there is no build of exactly these sources. `npm start` runs it first, and so do the tests.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import remixConfig from "../remix.config.js";
import { fingerprint, MARK, ROOT } from "./sources.mjs";

const mark = join(ROOT, remixConfig.buildDirectory, MARK);
const wanted = fingerprint();
if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) process.exit(0);
const remix = join(ROOT, "node_modules", "@remix-run", "dev", "dist", "cli.js");
if (!existsSync(remix)) {
  const found = existsSync(mark) ? "is of other sources" : "is missing or incomplete";
  console.error(
    `The build ${found}, and what builds is not installed: npm ci --include=dev && npm run build`,
  );
  process.exit(1);
}
const { status } = spawnSync(process.execPath, [remix, "vite:build"], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
process.exit(status ?? 1);
