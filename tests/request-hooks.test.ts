import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { hooksOf } from "#app/http/request-hooks.server.ts";

const { atStart, onServer, onRequest } = hooksOf({
  limits: { headersMs: 1, requestMs: 1, idleMs: 1 },
  pathName: String,
  aliveAt: "/alive",
  words: () => ({ title: "", text: "", back: "" }),
});
const hooks = [...atStart, ...onServer, ...onRequest];

test.each(hooks)("$does: that test is there", ({ test: [file, title] }) => {
  const text = readFileSync(path.join(import.meta.dirname, "..", file), "utf8");
  expect(text).toContain(`"${title}`);
});

test("each hook has reasons of its own", () => {
  expect(new Set(hooks.map(({ because }) => because)).size).toBe(hooks.length);
});
