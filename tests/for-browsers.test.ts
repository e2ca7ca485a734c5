import { expect, test } from "vitest";
import { FOR_BROWSERS, FOR_SERVERS } from "../scripts/for-browsers.ts";
import { importsOf, sourcesIn } from "#tests/support/sources.ts";

/** What routes import for their loaders and actions, which browsers do not get. */
const OF_LOADERS = ["@remix-run/node"];

const used = sourcesIn("app/**/*")
  .filter(({ path }) => !/\.server\.tsx?$|^app\/embedded-postgres\//.test(path))
  .flatMap(importsOf)
  .filter(({ typeOnly, target }) => !typeOnly && !/^(?:app\/|migrations\/|node:|@fontsource)/.test(target))
  .filter(({ target }) => !OF_LOADERS.includes(target));

test("what the browser's part of the app imports is made ready before the first page of `npm run dev`", () => {
  expect(used.filter(({ target }) => !FOR_BROWSERS.includes(target))).toEqual([]);
  const written = [...new Set(used.map(({ target }) => target))];
  const brought = FOR_BROWSERS.filter((name) => !written.includes(name));
  expect(brought, "what JSX becomes").toEqual(["react/jsx-dev-runtime"]);
});

test("and nothing that only runs on the server", () => {
  expect(FOR_SERVERS).toEqual(expect.arrayContaining(["@remix-run/node", "knex", "pg", "sharp"]));
  expect(FOR_SERVERS.filter((name) => FOR_BROWSERS.includes(name))).toEqual([]);
});
