import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, parseConfig } from "#app/config.server.ts";

const ROOT = path.join(import.meta.dirname, "..");

test("nothing has to be set", () => {
  expect(parseConfig({})).toMatchObject({
    databaseUrl: null,
    databaseUrlDirect: null,
    dataDir: "./data",
    restoreTables: true,
    budgets: { homeMs: 250, readMs: 800, writeMs: 3_000 },
    writesPerMinute: { ofAddress: 240, ofVisitor: 90 },
    limits: { headersMs: 20_000, requestMs: 30_000, idleMs: 120_000 },
    shutdownMs: 10_000,
    stuckMs: 10_000,
  });
});

test("an empty setting counts as none", () => {
  expect(parseConfig({ POOL_MAX: "", PORT: " ", DATABASE_URL: "" })).toEqual(parseConfig({}));
});

describe("a setting that cannot be used is named, with what would do", () => {
  test.each([
    [{ PORT: "http" }, "PORT: must be a whole number from 0 to 65535"],
    [{ PORT: "70000" }, "PORT: must be a whole number from 0 to 65535"],
    [
      { POOL_MAX: "3" },
      "POOL_MAX: must be a whole number from 7 to 50: three reads, as many that hang, and one for a write",
    ],
    [{ HOME_BUDGET_MS: "0.3" }, "HOME_BUDGET_MS: must be a whole number of milliseconds from 20 to 5000"],
    [{ RESTORE_TABLES: "no" }, "RESTORE_TABLES: must be on or off"],
    [{ READ_BUDGET_MS: "-1" }, "READ_BUDGET_MS: must be a whole number of milliseconds from 20 to 10000"],
    [{ SHUTDOWN_MS: "60000" }, "SHUTDOWN_MS: must be a whole number of milliseconds from 20 to 17000"],
    [{ STUCK_MS: "100" }, "STUCK_MS: must be a whole number of milliseconds from 500 to 600000"],
    [
      { HEADERS_TIMEOUT_MS: "40000" },
      "HEADERS_TIMEOUT_MS: cannot be longer than REQUEST_TIMEOUT_MS, which includes it",
    ],
    [
      { DATABASE_URL: "mysql://root:hunter2@localhost/x", SESSION_SECRET: "s".repeat(32) },
      "DATABASE_URL: must look like postgresql://user:password@host:5432/name",
    ],
    [
      { DATABASE_URL: "postgres://app:hunter2@localhost/x" },
      "SESSION_SECRET: is required when DATABASE_URL is set (32 random characters or more)",
    ],
    [
      { DATABASE_URL_DIRECT: "postgresql://localhost/x" },
      "DATABASE_URL_DIRECT: is only of use with DATABASE_URL, the way through a pooler to the same database",
    ],
    [{ SESSION_SECRET: "hunter2" }, "SESSION_SECRET: each secret needs 32 characters or more"],
    [{ PUBLIC_URL: "example.org" }, "PUBLIC_URL: must be an address that starts with http:// or https://"],
  ])("%o", (env, sentence) => {
    const message = complaintOf(env);
    expect(message).toBe(`These settings cannot be used:\n  ${sentence}`);
    expect(message).not.toContain("hunter2");
  });

  test("all of them at once", () => {
    expect(complaintOf({ PORT: "x", POOL_MAX: "x" })).toMatch(/PORT: .*\n {2}POOL_MAX: /);
  });
});

function complaintOf(env: Record<string, string>): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("every setting is explained", () => {
  const source = readFileSync(path.join(ROOT, "app/config.server.ts"), "utf8");
  const names = [...source.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name]) => name!);
  const ownAffair = ["NODE_ENV", "RENDER_EXTERNAL_URL"];

  test.each(["README.md", ".env.example"])("in %s", (file) => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    expect(names.length).toBeGreaterThan(8);
    const missing = names.filter(
      (name) => !ownAffair.includes(name) && !new RegExp(`\\b${name}\\b`).test(text),
    );
    expect(missing).toEqual([]);
  });
});
