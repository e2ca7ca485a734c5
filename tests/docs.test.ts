import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = path.join(import.meta.dirname, "..");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/architecture.md",
  "docs/deploy.md",
  "docs/moving-in.md",
  "docs/performance.md",
  "docs/reliability.md",
  "docs/security.md",
  "tests/README.md",
];

describe.each(PAGES)("%s", (page) => {
  const text = read(page);

  test("names files that are there", () => {
    const named = [...text.matchAll(/`((?:app|migrations|scripts|tests)\/[^`\s*{]+)`/g)].map(
      ([, file]) => file!,
    );
    expect(named.filter((file) => !existsSync(path.join(ROOT, file.replace(/:[\d-]+$/, ""))))).toEqual([]);
  });

  test("links to pages that are there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file]) => file!);
    const from = path.join(ROOT, path.dirname(page));
    expect(links.filter((file) => !existsSync(path.join(from, file)))).toEqual([]);
  });
});

test.each([...PAGES, "render.yaml", "Dockerfile", "compose.yaml"])(
  "%s names commands that there are",
  (file) => {
    const named = [...read(file).matchAll(/npm run\s+([\w:-]+)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  },
);

test("what the image starts is there, and what it leaves out is nothing that a build needs", () => {
  const [, program] = /^CMD \["node", "([^"]+)"\]$/m.exec(read("Dockerfile")) ?? [];
  expect(existsSync(path.join(ROOT, program!))).toBe(true);
  expect(read(".dockerignore")).not.toMatch(/^(?:app|migrations|public|scripts)/m);
});

test("the pages are all of them", () => {
  const pages = readdirSync(path.join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  const others = pages.filter((name) => !PAGES.includes(`docs/${name}`));
  expect(others).toEqual(["reliability-measured.md"]);
});

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}
