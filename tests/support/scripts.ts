import { execFile } from "node:child_process";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../..");
const TSX = path.join(ROOT, "node_modules/tsx/dist/cli.mjs");

/** Runs a command of package.json in a folder, with this database; `complained` is what it wrote to standard error. */
export function runScript(
  script: "backup" | "doctor" | "restore",
  args: readonly string[],
  { url, folder, settings = {} }: { url: string; folder: string; settings?: Record<string, string> },
): Promise<{ code: number; said: string; complained: string }> {
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    DATABASE_URL: url,
    SESSION_SECRET: "s".repeat(32),
    NODE_ENV: "production" as const,
    ...settings,
  };
  return new Promise((resolve) => {
    const command = [TSX, path.join(ROOT, `scripts/${script}.ts`), ...args];
    execFile(process.execPath, command, { cwd: folder, env }, (error, said, complained) => {
      resolve({ code: error ? Number(error.code) : 0, said, complained });
    });
  });
}
