import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { inviteOf } from "#tests/support/action-forms.ts";
import { textOf } from "#tests/support/html.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { createPoll } from "#tests/support/polls.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer } from "#tests/support/visitor.ts";

const server = await sharedServer();
const owner = server.visitor();
await arrive(owner);
const friday = await createLottery(owner, [["Сталкер"], ["Ёжик в тумане"]], { name: "100 % пятница" });
const drawn = await createLottery(owner, [["Ran"], ["Blade Runner"]], { name: "Saturday" });
await owner.post(`${drawn}/draw`, {});

const lotteriesOn = ({ document }: Answer) =>
  [...document.querySelectorAll(".lottery-row a")].map((each) => each.getAttribute("href"));

test.each<[string, string[]]>([
  ["", [drawn, friday]],
  ["?show=waiting", [friday]],
  ["?show=drawn", [drawn]],
  ["?search=ежик", [friday]],
  ["?search=BLADE", [drawn]],
  ["?search=satur", [drawn]],
  ["?search=%25 п", [friday]],
  ["?search=%25%25", []],
  ["?search=ежик&show=drawn", []],
  ["?show=nonsense&search=", [drawn, friday]],
  [`?search=${"я".repeat(200)}`, [drawn, friday]],
  ["?search=%00&show=waiting&show=drawn", [friday]],
])("/history%s", async (query, expected) => {
  const page = await owner.get(`/history${encodeURI(query).replaceAll("%25", "%")}`);
  expect(page.status).toBe(200);
  expect(lotteriesOn(page)).toEqual(expected);
});

test("the next page stays with what was asked for", async () => {
  const host = server.visitor();
  await arrive(host);
  const all: string[] = [];
  for (let number = 1; number <= 23; number++)
    all.unshift(await createLottery(host, [["Ran"], [`№ ${number}`]]));
  await host.post(`${all[0]}/draw`, {});
  const first = await host.get("/history?show=waiting&search=ran");
  expect(lotteriesOn(first)).toEqual(all.slice(1, 21));
  const next = first.document.querySelector(".pager a")!.getAttribute("href")!;
  expect(lotteriesOn(await host.get(next))).toEqual(all.slice(21));
});

test("nobody finds what belongs to others", async () => {
  const stranger = server.visitor();
  await arrive(stranger);
  await createLottery(stranger, [["Ran"], ["Зеркало"]]);
  expect(lotteriesOn(await stranger.get("/history?search=stalker"))).toEqual([]);
  expect(lotteriesOn(await stranger.get("/history?search=ran"))).toHaveLength(1);
});

test("says who made a lottery, by the name that they go by now, also after moving to another club", async () => {
  const host = server.visitor();
  await arrive(host);
  await host.post("/club", { form: "me", firstName: "Аня" });
  await createLottery(host);
  const facts = async () => textOf((await host.get("/history")).document, ".lottery-row");
  expect(await facts()).toContain("by Аня");
  const other = server.visitor();
  await arrive(other);
  await host.post(await inviteOf(other), { firstName: "Анна" });
  expect(await facts()).toContain("by Анна");
});

test("shows polls among lotteries, in their order, page by page, by what is asked for", async () => {
  const host = server.visitor();
  await arrive(host);
  const all: string[] = [];
  for (let number = 1; number <= 12; number++) {
    all.unshift(await createLottery(host, [["Ran"], [`№ ${number}`]]));
    const lottery = all[0]!.slice("/l/".length);
    const form = { submitKey: randomUUID(), method: "one", hours: "24", name: "", lottery };
    all.unshift((await host.post("/p/new", form)).location);
  }
  const first = await host.get("/history");
  const next = await host.get(first.document.querySelector(".pager a")!.getAttribute("href")!);
  expect([...lotteriesOn(first), ...lotteriesOn(next)]).toEqual(all);
  const [poll = ""] = all;
  await host.post(poll, { submitKey: randomUUID(), method: "one", film: "1" });
  await host.post(`${poll}/settings`, { form: "end" });
  await host.get(poll);
  const decided = await host.get("/history?show=drawn&search=ran");
  expect(lotteriesOn(decided)).toEqual([poll]);
  expect(textOf(decided.document, ".row-result")).toBe("Ran");
  expect(textOf(decided.document, ".row-facts")).toContain("poll, 1 vote");
});

test("an open hat is found by what friends have put in, and told from what else is undecided", async () => {
  const host = server.visitor();
  const hat = await createLottery(host, [["Ran"]], { way: "collect" });
  const guest = server.visitor();
  await arrive(guest);
  const film = { submitKey: randomUUID(), firstName: "", year: "", poster: "", several: "", ref: "" };
  await guest.post(hat, { form: "suggest", ...film, title: "Ёжик в тумане" });
  const waiting = await createLottery(host, [["Ran"], ["Jaws"]]);
  const poll = await createPoll(host, { method: "one" }, [["Ran"], ["Jaws"]]);
  const found = async (query: string) => lotteriesOn(await host.get(`/history?${encodeURI(query)}`));
  expect(await found("search=ежик")).toEqual([hat]);
  expect(await found("show=collecting")).toEqual([hat]);
  expect(await found("show=poll&search=jaws")).toEqual([poll]);
  expect(await found("show=waiting")).toEqual([poll, waiting, hat]);
  await host.post(hat, { form: "close" });
  expect(await found("show=collecting")).toEqual([]);
  expect(await found("search=ежик"), "closed").toEqual([hat]);
});

test("the numbers are for who sees the charts and for who does not, in the words of each language", async () => {
  const empty = await server.visitor().get("/history/numbers");
  expect(textOf(empty.document, ".empty-list")).toContain("Nothing to count yet");
  const host = server.visitor();
  await arrive(host);
  for (let time = 0; time < 2; time++) {
    const lottery = await createLottery(host, [["Ran"], ["Ran", 1985]]);
    await host.post(`${lottery}/draw`, {});
  }
  expect((await host.get("/history")).document.querySelector("a[href='/history/numbers']")).not.toBeNull();
  const { document } = await host.get("/history/numbers");
  expect(textOf(document, ".page-lead")).toBe("2 evenings have found a film so far.");
  const now = new Date();
  const month = now.toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });
  const rows = [...document.querySelectorAll("table tr")].map((row) => row.textContent);
  expect(rows).toHaveLength(12);
  expect(rows.at(-1)).toBe(`${month}2`);
  expect(document.querySelectorAll(".month-chart rect")).toHaveLength(12);
  const russian = server.visitor({ language: "ru" });
  russian.jar.set("visitor", host.jar.get("visitor")!);
  expect(textOf((await russian.get("/history/numbers")).document, "h1")).toBe("История в цифрах");
});
