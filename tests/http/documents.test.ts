import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { textOf } from "#tests/support/html.ts";
import { createLottery } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const PUBLIC = path.join(import.meta.dirname, "../../public");
const CLIENT = path.join(import.meta.dirname, "../../build/client");
const host = server.visitor();
const lottery = await createLottery(host);
await host.post(`${lottery}/draw`, {});
const PAGES = ["/", lottery, `${lottery}/deletion`, "/library", "/history", "/nowhere"];

test("no letter of several bytes brings a NUL along, wherever it falls in the document", async () => {
  const films = Array.from({ length: 25 }, (_, index) => ["Ё".repeat(170 + index)] as const);
  const { html } = await host.get(await createLottery(host, films));
  expect(html.split("\0")).toHaveLength(1);
});

describe.each(["en", "ru"] as const)("what a phone installs, in %s", (language) => {
  test("is named as the page is, and its pictures are there", async () => {
    const guest = server.visitor({ language });
    const { document } = await guest.get("/");
    const address = document.querySelector("link[rel=manifest]")!.getAttribute("href")!;
    const { html, headers } = await guest.get(address);
    expect(headers["content-type"]).toBe("application/manifest+json");
    const manifest = JSON.parse(html) as {
      lang: string;
      name: string;
      description: string;
      icons: { src: string; sizes: string }[];
      share_target: { action: string };
    };
    const description = document.querySelector("meta[name=description]")!.getAttribute("content");
    expect(manifest).toMatchObject({ lang: language, name: textOf(document, ".brand"), description });
    for (const { src, sizes } of manifest.icons.filter(({ sizes }) => sizes !== "any")) {
      const { width, height, format } = await sharp(path.join(PUBLIC, src)).metadata();
      expect([`${width}x${height}`, format]).toEqual([sizes, "png"]);
      expect((await guest.get(src)).status).toBe(200);
    }
    expect(manifest.share_target.action).toBe("/");
  });
});

test.each(["/favicon.ico", "/apple-touch-icon.png"])("%s is a picture", async (address) => {
  const { status, headers } = await host.get(address);
  expect([status, headers["content-type"]]).toEqual([200, expect.stringMatching(/^image\//)]);
});

describe.each(PAGES)("%s", (address) => {
  test("lets only its own scripts run", async () => {
    const { headers, document } = await host.get(address);
    const policy = String(headers["content-security-policy"]);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(nonce, "16 random bytes").toMatch(/^[\w-]{22}$/);
    expect(policy).not.toMatch(/unsafe|\*/);
    for (const script of document.querySelectorAll("script, style")) {
      expect(script.getAttribute("nonce")).toBe(nonce);
      expect([...script.attributes].some(({ name }) => name.startsWith("on"))).toBe(false);
    }
    expect(document.querySelectorAll("[style], [onclick], [onload]")).toHaveLength(0);
    const again = await host.get(address);
    expect(String(again.headers["content-security-policy"])).not.toContain(nonce);
  });

  test("loads nothing from elsewhere", async () => {
    const { document } = await host.get(address);
    const loaded = [...document.querySelectorAll("link[href], script[src], img[src]")];
    const from = loaded.map((each) => each.getAttribute("href") ?? each.getAttribute("src") ?? "");
    expect(from.filter((each) => !/^\/(?!\/)/.test(each))).toEqual([]);
  });

  test("carries its headers", async () => {
    const { headers, html } = await host.get(address);
    expect(headers["cache-control"]).toBe("private, no-cache");
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(html)));
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  test("has one heading, a title, and labels for all fields", async () => {
    const { document } = await host.get(address);
    expect(document.querySelectorAll("h1")).toHaveLength(1);
    expect(document.title).not.toBe("");
  });

  test("answers HEAD like GET, without a body", async () => {
    const [head, get] = [await host.send(address, { method: "HEAD" }), await host.get(address)];
    expect([head.status, head.html]).toEqual([get.status, ""]);
    expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
  });
});

test("the visitor's cookie cannot be read by scripts and stays on this site", async () => {
  const { headers } = await server.visitor().get("/");
  const cookie = headers["set-cookie"]?.find((each) => each.startsWith("visitor="));
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).toMatch(/Path=\//);
});

test("healthz and readyz", async () => {
  const health = await host.get("/healthz");
  expect([health.status, health.html]).toEqual([200, "ok\n"]);
  expect(health.headers["set-cookie"]).toBeUndefined();
  const ready = await host.get("/readyz");
  expect(ready.status).toBe(200);
  expect(JSON.parse(ready.html)).toMatchObject({ ready: true });
});

test("the licences of what the browser gets are there to be read", async () => {
  const { status, html } = await host.get("/build/licenses.txt");
  expect(status).toBe(200);
  expect(html).toMatch(/^react-dom 18.*Copyright \(c\) Facebook/ms);
});

test("hashed files are kept for a year", async () => {
  const { document } = await host.get("/");
  const css = document.querySelector("link[rel=stylesheet]")?.getAttribute("href") ?? "";
  const { status, headers } = await host.get(css);
  expect(status).toBe(200);
  expect(headers["cache-control"]).toMatch(/max-age=31536000.*immutable/);
});

describe("bytes of the first view", () => {
  test.each([
    ["/", 115_000],
    [lottery, 119_000],
    ["/library", 118_000],
    ["/history", 106_000],
    [`${lottery}/proof`, 106_000],
  ])("client JavaScript of %s is at most %i", async (address, most) => {
    const { document } = await server.visitor().get(address);
    const roots = [...document.querySelectorAll("script[src], link[rel=modulepreload]")].map(
      (each) => each.getAttribute("src") ?? each.getAttribute("href") ?? "",
    );
    const inline = [...document.querySelectorAll("script[type=module]:not([src])")].map(
      (each) => each.textContent,
    );
    const files = await reachable([...roots, ...inline.flatMap((text) => importsOf(text, "/build/assets/"))]);
    expect(files.size).toBeGreaterThan(3);
    expect(sum(await Promise.all([...files].map(gzipped)))).toBeLessThanOrEqual(most);
  });

  test("scripts wait for what the first paint needs", async () => {
    const { document } = await server.visitor().get("/");
    const scripts = [...document.querySelectorAll("link[rel=modulepreload]")];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((each) => each.getAttribute("fetchpriority") !== "low")).toEqual([]);
  });

  test("CSS is at most 12 kB", async () => {
    const { document } = await server.visitor().get("/");
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
    const sizes = await Promise.all(sheets.map((each) => gzipped(each.getAttribute("href") ?? "")));
    expect(sum(sizes)).toBeLessThanOrEqual(12_000);
  });

  test.each(["en", "ru"])("fonts in %s are at most 45 kB", async (language) => {
    const { document } = await server.visitor({ language }).get("/");
    const fonts = [...document.querySelectorAll("link[as=font]")].map(
      (each) => each.getAttribute("href") ?? "",
    );
    expect(fonts.length).toBeGreaterThan(0);
    const sizes = await Promise.all(fonts.map(async (font) => (await stat(onDisk(font))).size));
    expect(sum(sizes)).toBeLessThanOrEqual(45_000);
  });
});

/** These files and all that they import, words of English included. */
async function reachable(addresses: string[]): Promise<Set<string>> {
  const files = new Set<string>();
  const waiting = [...addresses];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (files.has(next)) continue;
    files.add(next);
    waiting.push(...importsOf(await readFile(onDisk(next), "utf8"), path.posix.dirname(next)));
  }
  return files;
}

function importsOf(code: string, folder: string): string[] {
  const found = code.matchAll(
    /(?:\bimport|\bfrom)\s*["']([^"']+\.js)["']|import\(["'](\.\/en-[^"']+\.js)["']\)/g,
  );
  return [...found].map(([, fixed, words]) => path.posix.resolve(folder, fixed ?? words ?? ""));
}

function onDisk(address: string): string {
  // remix-serve takes the public path off.
  return path.join(CLIENT, address.replace(/^\/build\//, "/"));
}

async function gzipped(address: string): Promise<number> {
  return gzipSync(await readFile(onDisk(address))).length;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
