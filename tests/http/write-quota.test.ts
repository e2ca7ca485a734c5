import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ACTION_FORMS, setScene } from "#tests/support/action-forms.ts";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { EVENING, formWith } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const TOO_MUCH =
  "That was a lot at once, so this was not saved yet. Your text is here. Press again in a minute.";
/** Saves nothing in the database: a language, and no address at all. */
const SAVES_NOTHING = ["routes/language", "routes/$"];

const TABLES = ["invites", "lotteries", "entries", "draws", "commitments", "movies", "removed_movies"];

/** Every test is another client, or they would share one quota. */
const server = await testServer({ TRUSTED_PROXIES: "1", ADDRESS_WRITES: "18", VISITOR_WRITES: "14" });
let clients = 0;

/** A visitor's way in through a proxy that has seen this address. */
function from(address = `198.51.100.${++clients}`, visitor: Visitor = server.visitor()): Visitor {
  const seen = { "X-Forwarded-For": address };
  return {
    ...visitor,
    get: (path, headers) => visitor.get(path, { ...seen, ...headers }),
    post: (path, fields, headers) => visitor.post(path, fields, { ...seen, ...headers }),
  };
}

async function countOf(table: string): Promise<number> {
  const { rows } = await server.db.raw<{ rows: { count: number }[] }>(`select count(*)::int from ${table}`);
  return rows[0]!.count;
}

const add = (title: string) => ({
  form: "add",
  submitKey: randomUUID(),
  title,
  year: "",
  note: "с попкорном",
  poster: "",
});

test("a visitor who saved very much is told to wait, with the form as it was", async () => {
  const host = from();
  await host.get("/");
  for (let number = 1; number <= 14; number++) {
    expect((await host.post("/library", add(`Фантомас ${number}`))).status).toBe(303);
  }
  const before = await countOf("movies");
  const form = add("Фантомас 15");
  const refused = await host.post("/library", form);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
  expect(textOf(refused.document, ".alert")).toBe(TOO_MUCH);
  for (const name of ["title", "note", "submitKey"] as const) {
    expect(valueOf(refused.document, name)).toBe(form[name]);
  }
  expect(await countOf("movies")).toBe(before);

  expect((await host.get("/library")).status, "looking is not writing").toBe(200);
  const neighbour = from("198.51.100.1");
  await neighbour.get("/");
  expect((await neighbour.post("/library", add("Ran"))).status, "others go on").toBe(303);
});

test("a visitor's quota goes along to another address", async () => {
  const browser = server.visitor();
  await browser.get("/");
  for (let number = 1; number <= 14; number++)
    await from(undefined, browser).post("/library", add(`M ${number}`));
  expect((await from(undefined, browser).post("/library", add("M 15"))).status).toBe(429);
});

test("without a cookie the address counts, whoever it says to be", async () => {
  const address = "203.0.113.9";
  const statuses: number[] = [];
  for (let number = 1; number <= 20; number++) {
    const someone = from(address);
    statuses.push((await someone.post("/?index", formWith(EVENING))).status);
  }
  expect(statuses).toEqual([...Array<number>(18).fill(303), 429, 429]);
});

test("a large form counts as many", async () => {
  const host = from();
  const poster = `https://example.org/${"a".repeat(1_900)}`;
  const large = formWith(EVENING);
  for (const index of [0, 1, 2]) large[`entries[${index}].poster`] = poster;
  const statuses: number[] = [];
  for (let number = 1; number <= 8; number++) {
    statuses.push((await host.post("/?index", { ...large, submitKey: randomUUID() })).status);
  }
  // Two each.
  expect(statuses).toEqual([...Array<number>(7).fill(303), 429]);
});

test("what is wrong with a form costs nothing", async () => {
  const host = from();
  for (let number = 1; number <= 20; number++) {
    expect((await host.post("/library", add(""))).status).toBe(422);
  }
  expect((await host.post("/library", add("Ran"))).status).toBe(303);
});

describe("every action that saves says 429 and changes nothing", () => {
  const saving = Object.keys(ACTION_FORMS).filter((id) => !SAVES_NOTHING.includes(id));

  test.each(saving)("%s", async (id) => {
    const host = from();
    const scene = await setScene(host, from());
    if (id === "routes/l.$id_.redraw") await host.post(`${scene.lottery}/draw`, {});
    await host.post("/library", add("Ran"));
    const forms = ACTION_FORMS[id]!(scene).filter(({ fields }) => !("__intent__" in fields));
    const ticks = new Set((await host.get("/library")).html.match(/(?<=\/library\/)(?!completion)\w{10}/g));
    for (let number = 1; number <= 14; number++) await host.post("/?index", formWith(EVENING));
    const before = await Promise.all(TABLES.map(countOf));
    for (const { path, fields } of forms) {
      const sent = Object.entries(fields).flatMap(([name, value]) =>
        // From the trash films come back one by one.
        name === "movie" && !path.endsWith("/trash")
          ? [...ticks].map((tick): [string, string] => [name, tick])
          : [[name, value] satisfies [string, string]],
      );
      const { status, headers, document } = await host.post(path, sent);
      expect([path, fields.form, status]).toEqual([path, fields.form, 429]);
      expect(Number(headers["retry-after"])).toBeGreaterThan(0);
      expect(textOf(document, "[role=alert]")).toMatch(/Press again in a minute\.$/);
      const shown = valuesOf(document);
      // What is on a button: the ref of a film that was found (what was looked for stands in its field), and what to do.
      const pressed = { ref: /\/completion\b/, do: /^\/history\b/, form: /\/settings$/ };
      const typed = sent.filter(
        ([name]) => !(name in pressed) || !pressed[name as keyof typeof pressed].test(path),
      );
      for (const [name, value] of typed) expect(shown).toContain(`${name}=${value}`);
    }
    expect(await Promise.all(TABLES.map(countOf))).toEqual(before);
  });
});

test("2,000 posts in a burst make the database grow by a little", { timeout: 120_000 }, async () => {
  const generous = await testServer({ ADDRESS_WRITES: "240", VISITOR_WRITES: "90" });
  // As scripts send a form: the server is not asked for a page each time.
  const SAVED = 202;
  const hasty = generous.visitor();
  const statuses = new Map<number, number>();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let number = 0; number < 250; number++) {
        const { status } = await hasty.post("/_root.data?index", formWith(EVENING), { Cookie: undefined });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  const { rows } = await generous.db.raw<{ rows: { count: number }[] }>(
    "select count(*)::int from lotteries",
  );
  expect(rows[0]!.count).toBe(statuses.get(SAVED));
  expect(new Set(statuses.keys())).toEqual(new Set([SAVED, 429]));
  expect(rows[0]!.count).toBeLessThanOrEqual(480);
});

/** Every field of a page with its value; a tick only when it is set. */
function valuesOf(document: Document): string[] {
  const fields = [...document.querySelectorAll<HTMLInputElement>("main :is(input, select, textarea)")];
  return fields
    .filter((field) => field.type !== "checkbox" || field.checked)
    .map(({ name, value }) => `${name}=${value}`);
}
