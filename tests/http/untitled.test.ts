import { expect, test } from "vitest";
import { loseFilms } from "#tests/data/fixtures.ts";
import { textOf } from "#tests/support/html.ts";
import { createLottery, type Film } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer({ PUBLIC_URL: "https://kino.example" });
const host = server.visitor({ language: "ru" });
const FILMS: Film[] = [["Сталкер", 1979], ["Чужой", 1979], ["Ran"], ["Солярис"], ["Зеркало"]];
const TITLE = "«Сталкер», «Чужой» и ещё 3";
const path = await createLottery(host, FILMS);

test("a lottery without a name is called after its first films, wherever it is named", async () => {
  const { document } = await host.get(path);
  expect(textOf(document, "h1")).toBe(TITLE);
  expect(document.title).toBe(`${TITLE} · Кинолотерея`);
  expect(document.querySelector("meta[property='og:title']")?.getAttribute("content")).toBe(TITLE);
  const telegram = document.querySelector(".services a")?.getAttribute("href") ?? "";
  expect(new URL(telegram).searchParams.get("text")).toContain(`${TITLE}: 5 фильмов`);
  expect(textOf((await host.get(`${path}?view=stage`)).document, "h1")).toBe(TITLE);
  expect(textOf((await host.get(`${path}/deletion`)).document, ".message-subject")).toBe(TITLE);
  expect(textOf((await host.get(`${path}/proof`)).document, ".page-lead")).toBe(TITLE);
  for (const list of ["/", "/history"]) {
    expect(textOf((await host.get(list)).document, ".lottery-row strong")).toBe(TITLE);
  }
});

test("and after the draw just the same, whoever has won", async () => {
  await host.post(`${path}/draw`, {});
  expect(textOf((await host.get(path)).document, "h1")).toBe(TITLE);
  expect(textOf((await host.get(`${path}/redraw`)).document, ".message-subject")).toBe(TITLE);
  const evening = `${path}/file/evening.ics?date=${new Date().getUTCFullYear() + 1}-03-05&time=19:30`;
  expect((await host.get(evening)).html.replaceAll("\r\n ", "").replaceAll("\\", "")).toContain(
    `DESCRIPTION:${TITLE}: этот фильм выбрал случай.`,
  );
});

test("without its films it is called by its day", async () => {
  await server
    .db("lotteries")
    .where({ id: path.slice(3) })
    .update({ created_at: "2026-05-09T12:00:00Z" });
  await loseFilms({ lotteryId: path.slice(3) }, server.db);
  const { document } = await server.visitor({ language: "ru" }).get(path);
  expect(textOf(document, ".message-subject")).toBe("Лотерея от 9 мая 2026 г.");
});
