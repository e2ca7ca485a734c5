import { expect, test } from "vitest";
import ts from "typescript";
import { parseSource, placeOf, sourcesIn, walk, type Source } from "#tests/support/sources.ts";

/**
 * Who may read the clock that somebody can set: dates that people read, or that are compared with the database's. How
 * long something takes is measured by performance.now(), so that setting the clock neither ends a wait nor begins one.
 */
const DATES: Record<string, string> = {
  "app/routes/": "pages say how old what they show is, and the year",
  "app/ui/forms/problem-words.ts": "the last year of a film",
  "app/ui/film/film-facts-line.tsx": "when a film ends that starts now, by the visitor’s own clock",
  "app/ui/use-today.ts": "which day it is, on the visitor’s own calendar",
  "app/http/single-use.server.ts": "as of when a page tells",
  "app/http/log.server.ts": "when a line was written",
  "app/http/watchdog-thread.server.ts": "the same",
  "app/visitor/visitor.server.ts": "how old a cookie is, whichever process made it",
  "app/data/reliability/running-reads.server.ts": "the same, of what it shows",
  "app/data/reliability/breaker.server.ts": "since when it is as it is",
  "app/data/schema/migrator.server.ts": "since when, and when it failed",
  "app/data/reliability/refusals.server.ts": "when the database refused",
  "app/data/database.server.ts": "when the database last answered",
  "app/data/backup/daily-backups.server.ts": "which day it is",
  "app/data/backup/restore-backup.server.ts": "when the migrations were applied, as knex writes it",
  "app/movies/pictures/store.server.ts": "when a picture was last asked for, as its file tells",
  "app/movies/completing.server.ts": "the last year of a film",
  "app/movies/quota.server.ts": "which day it is, by which providers count",
  "app/live/lottery-channel.server.ts": "how long ago the database says a draw was made",
};

const sources = sourcesIn("app/**/*", "migrations/*", "knexfile.ts");

test("the clock that can be set tells dates and measures nothing", () => {
  const found = sources.flatMap((source) => readingsOf(source));
  const allowed = (place: string) => Object.keys(DATES).some((file) => place.startsWith(file));
  expect(found.filter((place) => !allowed(place))).toEqual([]);
});

test("nobody is on the list who does not read it", () => {
  const found = sources.flatMap((source) => readingsOf(source));
  expect(Object.keys(DATES).filter((file) => !found.some((place) => place.startsWith(file)))).toEqual([]);
});

test.each(["const now = Date.now;", "f(Date.now());", "new Date();", "new Date", "Date();", 'Date["now"]()'])(
  "a reading is found: %s",
  (code) => expect(readingsOf(parseSource("app/data/x.ts", code))).toHaveLength(1),
);

test.each(["new Date(row.drawn_at);", "Date.UTC(2020, 1);", "let at: Date;", "Date.parse(text);"])(
  "this is none: %s",
  (code) => expect(readingsOf(parseSource("app/data/x.ts", code))).toEqual([]),
);

function readingsOf(source: Source): string[] {
  const places: string[] = [];
  walk(source.tree, (node) => {
    const asks =
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      /^Date(?:\.now|\[["']now["']\])$/.test(node.getText(source.tree));
    const makes =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      node.expression.getText(source.tree) === "Date" &&
      !node.arguments?.length;
    if (asks || makes) places.push(placeOf(source, node));
  });
  return places;
}
