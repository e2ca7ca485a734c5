import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { expect, test } from "vitest";

const app = join(import.meta.dirname, "..", "app");
const sheets = filesOf(join(app, "styles"), /\.css$/);
const parts = filesOf(app, /\.tsx$/);
const markup = parts.map(({ text }) => text).join("\n");
const classNames = markup.match(/className=(?:"[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\})/g)!.join("\n");
/** What stands before a brace and is no at-rule. */
const selectors = sheets
  .flatMap(({ text }) => [...text.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{};@]+)\{/g)])
  .map(([, selector]) => selector!);
const dressed = new Set(
  selectors.flatMap((each) => [...each.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!)),
);

test("every class that the styles dress is worn", () => {
  const worn = (name: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(classNames);
  // Numbered ones are put together: `motif-${motif}`.
  const numbered = (name: string) => classNames.includes(`${name.replace(/-[^-]+$/, "")}-\${`);
  // The router's, on a link to the page that is open.
  const routers = ["active"];
  expect([...dressed].filter((name) => !worn(name) && !numbered(name) && !routers.includes(name))).toEqual(
    [],
  );
});

test("every class that is worn is dressed", () => {
  const worn = [...classNames.matchAll(/"([^"$]+)"/g)].flatMap(([, names]) => names!.split(" "));
  expect([...new Set(worn)].filter((name) => !dressed.has(name))).toEqual([]);
});

test("every sheet is part of all pages', or of those of a route that brings it", () => {
  const page = readFileSync(join(app, "styles", "app.css"), "utf8");
  const common = [...page.matchAll(/@import "\.\/(.+?)"/g)].map(([, name]) => name!);
  const brought = [...markup.matchAll(/^import "#app\/styles\/(.+?)";$/gm)].map(([, name]) => name!);
  const all = sheets
    .map(({ path }) => relative(join(app, "styles"), path))
    .filter((path) => path !== "app.css");
  expect([...new Set([...common, ...brought])].toSorted()).toEqual(all.toSorted());
  expect(common.filter((name) => brought.includes(name))).toEqual([]);
});

test("the browser's own frame has the colours of the room, in both themes", () => {
  const tokens = readFileSync(join(app, "styles", "tokens.css"), "utf8");
  const rooms = [...tokens.matchAll(/--room: (#\w+)/g)].map(([, colour]) => colour);
  const frames = [...markup.matchAll(/theme-color" content="(#\w+)"/g)].map(([, colour]) => colour);
  expect(frames).toEqual(rooms);
});

test("the light theme changes colours and nothing else, so that whatever else is looked at is looked at once", () => {
  const themed = sheets.filter(({ text }) => text.includes("prefers-color-scheme"));
  expect(themed.map(({ path }) => basename(path))).toEqual(["tokens.css"]);
  const [, dark, light] = themed[0]!.text.split(
    /^ *:root,\n\.stage \{|^@media \(prefers-color-scheme: light\) \{/m,
  );
  const namesIn = (block: string) => [...block.matchAll(/^ *([\w-]+):/gm)].map(([, name]) => name!);
  expect(namesIn(dark!)).toEqual(expect.arrayContaining(namesIn(light!)));
  expect(namesIn(light!)).toContain("--ink");
});

function filesOf(folder: string, names: RegExp): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => names.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
