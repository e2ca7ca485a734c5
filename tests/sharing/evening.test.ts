import { afterAll, describe, expect, test } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { textOf, winnerOn } from "#tests/support/html.ts";
import { arrive, createLottery, type Film } from "#tests/support/lotteries.ts";
import { closedPort, sharedServer, startServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const PUBLIC_URL = "https://kino.example";
const server = await sharedServer({ PUBLIC_URL });
const host = server.visitor();
await arrive(host);

const nextYear = new Date().getUTCFullYear() + 1;
const LONG = "Как я перестал бояться, полюбил бомбу; и снова: \\ 💔💔💔 ".repeat(3).trim();

async function drawnLottery(films: readonly Film[], extra?: Record<string, string>): Promise<string> {
  const path = await createLottery(host, films, extra);
  await host.post(`${path}/draw`, {});
  return path;
}

/** Presses the button of the page's own form, which asks by GET. */
async function ask(visitor: Visitor, path: string, typed: Record<string, string>): Promise<Answer> {
  const { document } = await visitor.get(path);
  const form = document.querySelector<HTMLFormElement>("form[action$='evening.ics']");
  if (!form) throw new Error("no form for the calendar");
  expect(form.getAttribute("method") ?? "get").toBe("get");
  const names = [...form.querySelectorAll("input")].map(({ name }) => name);
  expect(Object.keys(typed)).toEqual(names);
  return visitor.get(`${form.getAttribute("action")}?${new URLSearchParams(typed).toString()}`);
}

/** The properties of the event, unfolded and without escapes (RFC 5545 §3.1, §3.3.11). */
function eventOf(file: string): Record<string, string> {
  const lines = file.replace(/\r\n[ \t]/g, "").split("\r\n");
  const event = lines.slice(lines.indexOf("BEGIN:VEVENT") + 1, lines.indexOf("END:VEVENT"));
  return Object.fromEntries(
    event.map((line) => {
      const [, name = "", value = ""] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/s.exec(line) ?? [];
      return [name, value.replace(/\\([\\;,nN])/g, (_, each: string) => (/n/i.test(each) ? "\n" : each))];
    }),
  );
}

test("the winner's evening is a file that calendars open", async () => {
  const path = await drawnLottery(
    [
      ["Солярис", 1972],
      ["Ran", 1985],
    ],
    { name: "Пятница; кино, чай" },
  );
  const winner = winnerOn((await host.get(path)).document);
  const answer = await ask(server.visitor(), path, { date: `${nextYear}-03-05`, time: "19:30" });
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(answer.headers["cache-control"]).toBe("no-store");
  const year = winner === "Ran" ? 1985 : 1972;
  expect(answer.headers["content-disposition"]).toBe(
    `attachment; filename="film.ics"; filename*=UTF-8''${encodeURIComponent(`${winner} ${year}.ics`)}`,
  );
  const { DTSTAMP, SEQUENCE, ...event } = eventOf(answer.html);
  expect(event).toEqual({
    UID: `${path.slice(3)}.1@movie-lottery`,
    SUMMARY: `${winner} (${year})`,
    // On the wall's clock: neither a zone nor the Z of UTC.
    DTSTART: `${nextYear}0305T193000`,
    DTEND: `${nextYear}0305T220000`,
    DESCRIPTION: `Пятница; кино, чай: chance picked this film.\n${PUBLIC_URL}${path}`,
    URL: `${PUBLIC_URL}${path}`,
  });
  expect(DTSTAMP).toMatch(/^\d{8}T\d{6}Z$/);
  expect(Number(SEQUENCE)).toBeGreaterThanOrEqual(0);
  expect(answer.html).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:/);
  expect(answer.html.trimEnd()).toMatch(/\r\nEND:VCALENDAR$/);
});

test("lines are folded at 75 octets, between characters", async () => {
  const path = await drawnLottery([[LONG], [`${LONG} 2`]], {
    name: "Ёлки, палки и лес густой ".repeat(4).trim(),
  });
  const { html } = await ask(host, path, { date: `${nextYear}-12-31`, time: "23:00" });
  const lines = html.split("\r\n");
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(html.replaceAll("\r\n", "")).not.toMatch(/[\r\n\ufffd]/);
  expect(eventOf(html).SUMMARY).toBe(winnerOn((await host.get(path)).document));
  expect(eventOf(html).DTEND).toBe(`${nextYear + 1}0101T013000`);
});

test("another time for the same evening is the same event", async () => {
  const path = await drawnLottery([["Ran"], ["Alien"]]);
  const one = await ask(host, path, { date: `${nextYear}-03-05`, time: "19:30" });
  const other = await ask(server.visitor({ language: "ru" }), path, {
    date: `${nextYear}-03-06`,
    time: "18:00",
  });
  expect(eventOf(other.html).UID).toBe(eventOf(one.html).UID);
  expect(eventOf(other.html).DESCRIPTION).toContain("этот фильм выбрал случай");
});

describe("what cannot be", () => {
  test.each([
    [{ date: "", time: "20:00" }, ["Choose a date."]],
    [{ date: "2026-02-30", time: "20:00" }, ["There is no such date. Write it like 2026-12-31."]],
    [{ date: "1999-12-31", time: "25:00" }, ["That day is over.", "Write the time like 20:30."]],
    [{ date: '</script>"X: y', time: "💔" }, ["There is no such date.", "Write the time"]],
  ])("%j comes back to the page, with a sentence beside its field", async (typed, sentences) => {
    const path = await drawnLottery([["Ran"], ["Alien"]]);
    const answer = await ask(host, path, typed);
    expect(answer.status).toBe(303);
    const page = await host.follow(answer);
    expect(page.status).toBe(422);
    const problems = [...page.document.querySelectorAll(".evening .problems")].map(
      ({ textContent }) => textContent,
    );
    expect(problems).toEqual(sentences.map((each) => expect.stringContaining(each)));
    const kept = [...page.document.querySelectorAll(".evening input")].map((each) =>
      each.getAttribute("value"),
    );
    expect(kept).toEqual([typed.date, typed.time]);
    expect(winnerOn(page.document)).not.toBe("");
  });

  test("before the draw there is nothing to watch, and the page says so", async () => {
    const path = await createLottery(host);
    const answer = await host.get(`${path}/file/evening.ics?date=${nextYear}-01-01&time=20:00`);
    const page = await host.follow(answer);
    expect([answer.status, page.status]).toEqual([303, 200]);
    expect(page.document.querySelector(".evening")).toBeNull();
    expect(textOf(page.document, ".waiting")).toContain("Nobody has drawn yet.");
  });

  test("a deleted lottery is a 404 page", async () => {
    const path = await drawnLottery([["Ran"], ["Alien"]]);
    await host.post(`${path}/deletion`, {});
    const address = `${path}/file/evening.ics?date=${nextYear}-01-01&time=20:00`;
    expect((await host.follow(await host.get(address))).status).toBe(404);
  });

  test("a database that is away is a 503 page that keeps what was asked", async () => {
    const away = await startServer({
      DATABASE_URL: `postgres://nobody:x@127.0.0.1:${await closedPort()}/nowhere`,
    });
    afterAll(away.stop);
    const visitor = away.visitor();
    const answer = await visitor.get(`/l/2222222222/file/evening.ics?date=${nextYear}-01-01&time=20:00`);
    expect(answer.location).toContain(`date=${nextYear}-01-01&time=20%3A00`);
    expect((await visitor.follow(answer)).status).toBe(503);
  });
});

test("the form keeps a date that was in the address", async () => {
  const path = await drawnLottery([["Ran"], ["Alien"]]);
  const page = await host.get(`${path}?date=${nextYear}-03-05&time=18:15`);
  expect(page.status).toBe(200);
  expect([valueOf(page.document, "date"), valueOf(page.document, "time")]).toEqual([
    `${nextYear}-03-05`,
    "18:15",
  ]);
});
