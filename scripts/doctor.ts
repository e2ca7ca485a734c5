// npm run doctor [-- --ask]
import { parseArgs } from "node:util";
import { config, ConfigError, type Config } from "../app/config.server.ts";
import { dataFolder, secret } from "./doctor/keeping.ts";
import { database } from "./doctor/database.ts";
import type { Finding } from "./doctor/finding.ts";
import { providers } from "./doctor/providers.ts";
import { wordsOf } from "./words-of-failure.ts";

/** Looks at everything that the app needs, changes nothing, and says in words what is well and what is not. */
async function findings(ask: boolean): Promise<Finding[]> {
  const settings = usable();
  if ("problem" in settings) return [settings];
  const parts = [database(settings), dataFolder(settings), secret(settings), providers(settings, { ask })];
  return [{ well: "Every setting can be used." }, ...(await Promise.all(parts)).flat()];
}

function usable(): Config | (Finding & { problem: string }) {
  try {
    return config();
  } catch (error) {
    if (error instanceof ConfigError) return { problem: error.message };
    throw error;
  }
}

const MARKS = { well: "✓", note: "·", problem: "✗" } as const;

try {
  const { values } = parseArgs({ options: { ask: { type: "boolean", default: false } } });
  const found = await findings(values.ask);
  for (const finding of found) {
    const [[kind, words]] = Object.entries(finding) as [[keyof typeof MARKS, string]];
    console.log(`${MARKS[kind]} ${words}`);
  }
  const problems = found.filter((finding) => "problem" in finding).length;
  console.log(problems === 0 ? "\nAll is well." : `\nWhat is wrong: ${problems} of the above, marked ✗.`);
  if (problems > 0) process.exitCode = 1;
} catch (error) {
  console.error(`Nothing was looked at: ${wordsOf(error)}`);
  process.exitCode = 1;
}
