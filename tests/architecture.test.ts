import path from "node:path";
import { describe, expect, test } from "vitest";
import ts from "typescript";
import { importsOf, parseSource, placeOf, sourcesIn, walk, type Source } from "#tests/support/sources.ts";

/** Which room may import from which; its own is always allowed. The same list stands in the design. */
const ARROWS: Record<string, readonly string[]> = {
  routes: ["data", "live", "movies", "sharing", "visitor", "http", "ui", "domain", "copy", "paths", "styles"],
  data: ["domain", "config"],
  live: ["domain", "config"],
  movies: ["data", "domain", "config", "paths"],
  sharing: ["http", "domain", "copy", "config", "paths"],
  "embedded-postgres": [],
  visitor: ["http", "config"],
  http: ["config"],
  ui: ["domain", "copy", "paths"],
  domain: [],
  copy: [],
  config: [],
  paths: [],
};

/** Arrows to one file only. */
const EXCEPTIONS: Record<string, readonly string[]> = {
  // The names of the languages, which a cookie and a header choose from.
  http: ["app/copy/language.ts"],
  visitor: ["app/copy/language.ts"],
};

const RELIABILITY = "app/data/reliability/";

/** The wiring of the process and of the document: may import everything but routes. */
const WIRING = /^app\/(?:boot\.server\.ts|root(?:\.server)?\.tsx?|entry\.[\w.]+)$/;

/** The only packages that a room may use, where it is not free to use any. */
const PACKAGES: Record<string, RegExp> = {
  domain: /^zod$/,
  copy: /^(?:@lingui\/.+|react)$/,
  paths: /^$/,
};

const sources = sourcesIn("app/**/*", "migrations/*", "knexfile.ts", "scripts/**/*");
const app = sources.filter((source) => source.path.startsWith("app/") && !source.path.endsWith(".d.ts"));

/** `app/data/lotteries/reads.server.ts` → `data`; `app/config.server.ts` → `config`. */
function roomOf(file: string): string {
  const [, first = ""] = /^app\/([^/]+)/.exec(file) ?? [];
  return first.replace(/\.(?:server\.)?tsx?$/, "");
}

function isInside(file: string): boolean {
  return /^(?:app|migrations|tests|scripts)\//.test(file) || file === "knexfile.ts";
}

/** What an import breaks, in words, or null. */
function fault(from: string, { target, typeOnly }: { target: string; typeOnly: boolean }): string | null {
  if (/^(?:knex|pg|pg-[\w-]+)(?:\/|$)/.test(target)) {
    const allowed = /^(?:app\/(?:data|live|embedded-postgres)\/|migrations\/|scripts\/|knexfile\.ts$)/.test(
      from,
    );
    return allowed
      ? null
      : "only data/, live/, embedded-postgres/, knexfile.ts and migrations/ import knex or pg";
  }
  const room = roomOf(from);
  if (isInside(target)) return faultInside(from, room, { target, typeOnly });
  const packages = PACKAGES[room];
  return packages && !packages.test(target) ? `${room} may not use this package` : null;
}

function faultInside(
  from: string,
  room: string,
  { target, typeOnly }: { target: string; typeOnly: boolean },
): string | null {
  if (target.startsWith("tests/")) return "the app does not know its tests";
  if (from.startsWith("migrations/") && !target.startsWith("migrations/")) {
    return "a migration stands alone: what it did must never change";
  }
  const to = roomOf(target);
  if (to === "routes") {
    const folder = /^app\/routes\/[^/]+\//.exec(from)?.[0];
    return folder && target.startsWith(folder) ? null : "nobody imports routes";
  }
  if (!from.startsWith("app/") || WIRING.test(from)) return null;
  if (target.startsWith("migrations/")) return room === "data" ? null : "only data/ knows the migrations";
  if (WIRING.test(target)) return "nobody imports the wiring";
  if (from.startsWith(RELIABILITY) && to === "data" && !target.startsWith(RELIABILITY)) {
    return "reliability knows no table";
  }
  if (room === "ui" && /\.server\.tsx?$/.test(target)) return "ui runs in the browser too";
  if (to === room || ARROWS[room]?.includes(to) || EXCEPTIONS[room]?.includes(target)) return null;
  if (room === "ui" && (to === "http" || to === "visitor")) {
    return typeOnly ? null : `ui may import only types from ${to}`;
  }
  return `${room} may not import ${to}`;
}

test("every import follows the arrows of the design", () => {
  const faults = sources.flatMap((source) =>
    importsOf(source).flatMap((each) => {
      const wrong = fault(source.path, each);
      return wrong ? [`${each.place} imports ${each.target}: ${wrong}`] : [];
    }),
  );
  expect(faults).toEqual([]);
});

test("no file needs itself, by whatever way round, types included", () => {
  expect(circlesOf(app)).toEqual([]);
});

test("a circle would be found", () => {
  const circle = [
    parseSource("app/ui/a.ts", 'import type { B } from "./b.ts";'),
    parseSource("app/ui/b.ts", 'export { c } from "./c.ts";'),
    parseSource("app/ui/c.ts", 'const a = await import("./a.ts");'),
    parseSource("app/ui/d.ts", 'import "./a.ts";'),
  ];
  expect(circlesOf(circle)).toEqual(["app/ui/a.ts → app/ui/b.ts → app/ui/c.ts → app/ui/a.ts"]);
});

/** One way round each circle of files. */
function circlesOf(files: readonly Source[]): string[] {
  const targets = new Map(files.map((file) => [file.path, importsOf(file).map(({ target }) => target)]));
  const circles: string[] = [];
  const done = new Set<string>();
  const walkOn = (file: string, way: string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) circles.push([...way.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) walkOn(target, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walkOn(file, []);
  return circles;
}

test("no two files are told apart by .ts and .tsx alone", () => {
  const seen = new Map<string, string[]>();
  // Those of the document and of a page are called so by Remix.
  const named = app.filter(({ path: file }) => !WIRING.test(file) && !/^app\/routes\/[^/]+$/.test(file));
  for (const { path: file } of named) {
    const name = path.basename(file).replace(/\.tsx?$/, "");
    seen.set(name, [...(seen.get(name) ?? []), file]);
  }
  const alike = [...seen.values()].filter(
    (files) => new Set(files.map((file) => path.extname(file))).size > 1,
  );
  expect(alike.filter((files) => path.basename(files[0]!, path.extname(files[0]!)) !== "route")).toEqual([]);
});

test("every room of the app has its arrows", () => {
  const rooms = app.filter(({ path: file }) => !WIRING.test(file)).map(({ path: file }) => roomOf(file));
  expect(Object.keys(ARROWS)).toEqual(expect.arrayContaining([...new Set(rooms)]));
});

describe("the arrows hold", () => {
  const value = { typeOnly: false };
  test.each([
    ["app/domain/draw/draw.ts", "node:crypto"],
    ["app/domain/draw/draw.ts", "app/data/lotteries/draws.server.ts"],
    ["app/domain/draw/draw.ts", "react"],
    ["app/ui/film/poster.tsx", "app/http/answer.ts"],
    ["app/ui/film/poster.tsx", "app/data/lotteries/reads.server.ts"],
    ["app/ui/film/poster.tsx", "knex"],
    ["app/http/answer.ts", "app/paths.ts"],
    ["app/http/answer.ts", "app/copy/words.ts"],
    ["app/data/lotteries/reads.server.ts", "app/http/answer.ts"],
    ["app/data/lotteries/reads.server.ts", "app/live/live.server.ts"],
    ["app/data/lotteries/reads.server.ts", "app/embedded-postgres/layout.ts"],
    ["app/data/reliability/guard.server.ts", "app/data/lotteries/lotteries.server.ts"],
    ["app/live/live-hub.server.ts", "app/data/lotteries/lotteries.server.ts"],
    ["app/http/answer.ts", "app/domain/lottery/lottery.ts"],
    ["app/http/answer.ts", "app/visitor/visitor.server.ts"],
    ["app/visitor/visitor.server.ts", "app/data/lotteries/writes.server.ts"],
    ["app/sharing/qr.server.ts", "app/visitor/visitor.server.ts"],
    ["app/ui/use-notice.ts", "app/visitor/notices.ts"],
    ["app/http/answer.ts", "app/sharing/qr.server.ts"],
    ["app/routes/history.tsx", "app/config.server.ts"],
    ["app/routes/history.tsx", "app/routes/library/route.tsx"],
    ["app/routes/library/route.tsx", "app/routes/history.tsx"],
    ["app/routes/history.tsx", "app/boot.server.ts"],
    ["app/routes/history.tsx", "pg"],
    ["app/root.tsx", "app/routes/history.tsx"],
    ["app/copy/words.ts", "@remix-run/react"],
    ["app/paths.ts", "app/domain/lottery/lottery.ts"],
    ["app/data/reliability/pool.server.ts", "tests/support/cluster.ts"],
    ["migrations/1_clubs.ts", "app/domain/film/movie.ts"],
    ["migrations/1_clubs.ts", "app/config.server.ts"],
  ])("%s → %s is refused", (from, target) => expect(fault(from, { ...value, target })).not.toBeNull());

  test.each([
    ["app/routes/library/route.tsx", "app/routes/library/movie-list.tsx"],
    ["app/routes/library/route.tsx", "app/data/lotteries/reads.server.ts"],
    ["app/data/reliability/pool.server.ts", "knex"],
    ["app/live/listener.server.ts", "pg"],
    ["app/data/schema/bundled-migrations.server.ts", "migrations/*.ts"],
    ["app/root.tsx", "app/ui/shell.tsx"],
    ["migrations/1_clubs.ts", "knex"],
    ["migrations/1_clubs.ts", "migrations/schema/reference.ts"],
    ["app/visitor/visitor.server.ts", "app/http/cookie.server.ts"],
  ])("%s → %s is allowed", (from, target) => expect(fault(from, { ...value, target })).toBeNull());

  test("ui may know the types of http", () => {
    const [typeOnly] = importsOf(
      parseSource("app/ui/error-page.tsx", 'import type { Refusal } from "#app/http/answer.ts";'),
    );
    expect(typeOnly).toMatchObject({ target: "app/http/answer.ts", typeOnly: true });
    expect(fault("app/ui/error-page.tsx", typeOnly!)).toBeNull();
  });

  test("no way of importing is overlooked", () => {
    const text = [
      'import a from "./a.ts"; import "./b.css"; export * from "#app/c.ts"; export { d } from "../d.ts";',
      'const e = await import("./e.json?lingui"); import.meta.glob("../f/*.ts"); let g: import("./g.ts").G;',
      'import { type H } from "./h.ts"; require("pg");',
    ].join("\n");
    const targets = importsOf(parseSource("app/ui/x.ts", text)).map(({ target }) => target);
    expect(targets).toEqual([
      "app/ui/a.ts",
      "app/ui/b.css",
      "app/c.ts",
      "app/d.ts",
      "app/ui/e.json",
      "app/f/*.ts",
      "app/ui/g.ts",
      "app/ui/h.ts",
      "pg",
    ]);
  });
});

test("only boot and knexfile start or look for an embedded PostgreSQL, by its one door", () => {
  const users = sources
    .filter(({ path: file }) => !file.startsWith("app/embedded-postgres/"))
    .flatMap((source) => importsOf(source).map(({ target }) => `${source.path} → ${target}`))
    .filter((arrow) => arrow.includes("→ app/embedded-postgres/"));
  const door = "app/embedded-postgres/embedded-postgres.server.ts";
  expect(users).toEqual([`app/boot.server.ts → ${door}`, `knexfile.ts → ${door}`]);
});

test("only config.server.ts reads the environment", () => {
  const readers = sources
    .filter(({ path: file }) => file !== "app/config.server.ts")
    .flatMap((source) => environmentReads(source));
  expect(readers).toEqual([]);
});

function environmentReads(source: Source): string[] {
  const places: string[] = [];
  walk(source.tree, (node) => {
    const reads =
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      /^process(?:\.env|\[["']env["']\])$/.test(node.getText(source.tree));
    if (reads) places.push(placeOf(source, node));
  });
  return places;
}

test("no file is longer than a person wants to read", () => {
  const most = (file: string) => (file.startsWith("app/routes/") ? 130 : 260);
  const long = sources.filter(({ path: file, lines }) => lines > most(file));
  expect(long.map(({ path: file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
});

test("no file is called after nothing in particular", () => {
  const empty = /^(?:utils?|helpers?|misc|common|shared|lib)$/;
  const named = [...sources, ...sourcesIn("tests/**/*")].filter(({ path: file }) =>
    file
      .split("/")
      .some((part) => empty.test(path.parse(part).name.replace(/\.(?:server|client|test)$/, ""))),
  );
  expect(named.map(({ path: file }) => file)).toEqual([]);
});

describe("every word a visitor reads is in copy/", () => {
  test("nowhere else does a literal stand where it can be seen or heard", () => {
    expect(app.flatMap((source) => visibleLiterals(source))).toEqual([]);
  });

  test.each([
    "<p>Сталкер</p>",
    '<img alt="Poster" />',
    "<input placeholder={'Film'} />",
    "<nav aria-label={`Main`}>·</nav>",
    '<p>{drawn ? "The winner" : words("draw.none")}</p>',
    "<p>{count > 1 && `Films: ${count}`}</p>",
    '<meta name="description" content="A lottery of films" />',
    '<button title={busy ? words("wait") : "Draw"} />',
    '<>{"Hat"}</>',
    'export const meta = () => [{ title: "Movie Lottery" }];',
    'export const meta = () => [{ name: "description", content: "A lottery" }];',
  ])("would be found: %s", (code) => {
    expect(visibleLiterals(parseSource("app/ui/x.tsx", code))).toHaveLength(1);
  });

  test.each([
    '<p className="lead" id="top">· 2 × 3 →</p>',
    '<p>{words("home.lead")}</p>',
    '<meta name="viewport" content="width=device-width" />',
    '<p>{kind === "again" ? words("a") : words("b")}</p>',
    '<a href="/history" aria-label={words("nav.history")}>{title}</a>',
    'export const meta = () => [{ name: "color-scheme", content: "dark light" }];',
  ])("is fine: %s", (code) => {
    expect(visibleLiterals(parseSource("app/ui/x.tsx", code))).toEqual([]);
  });
});

const SPOKEN =
  /^(?:title|alt|placeholder|label|summary|aria-(?:label|description|roledescription|valuetext|placeholder))$/;
const LETTER = /\p{L}/u;

function visibleLiterals(source: Source): string[] {
  const found: string[] = [];
  const report = (node: ts.Node) =>
    void found.push(`${placeOf(source, node)} ${node.getText(source.tree).trim()}`);
  walk(source.tree, (node) => {
    if (ts.isJsxText(node) && LETTER.test(node.text)) report(node);
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      literalsIn(node.expression).forEach(report);
    }
    if (ts.isJsxAttribute(node) && isSpoken(node)) literalsIn(node.initializer).forEach(report);
    if (ts.isPropertyAssignment(node) && isMetaText(node)) literalsIn(node.initializer).forEach(report);
  });
  return found;
}

/** The literals with letters that an expression can come out as; arguments of calls are not. */
function literalsIn(node: ts.Node | undefined): ts.Node[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return LETTER.test(node.text) ? [node] : [];
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
    return LETTER.test(texts.join("")) ? [node] : [];
  }
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) return literalsIn(node.expression);
  if (ts.isConditionalExpression(node)) return [...literalsIn(node.whenTrue), ...literalsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node) && /^(?:&&|\|\||\?\?|\+)$/.test(node.operatorToken.getText())) {
    return [...literalsIn(node.left), ...literalsIn(node.right)];
  }
  return [];
}

function isSpoken(attribute: ts.JsxAttribute): boolean {
  const name = attribute.name.getText();
  if (name !== "content") return SPOKEN.test(name);
  return /description|og:title/.test(attribute.parent.getText());
}

/** In what a route's `meta` returns. */
function isMetaText(property: ts.PropertyAssignment): boolean {
  const inMeta = ts.findAncestor(
    property,
    (node) =>
      (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name?.getText() === "meta",
  );
  if (!inMeta) return false;
  const name = property.name.getText();
  return name === "title" || (name === "content" && /description|og:title/.test(property.parent.getText()));
}
