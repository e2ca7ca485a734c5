import { expect, test } from "vitest";
import { linkTo, textOf, textsOf, winnerOn } from "#tests/support/html.ts";
import { arrive, createLottery, DRAW, EVENING } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const TITLES = EVENING.map(([title]) => title);

test("a second visitor draws, and both see the same winner", async () => {
  const [host, guest] = [server.visitor(), server.visitor()];
  const path = await createLottery(host, EVENING, { name: "Movie night" });
  const before = await guest.get(path);
  expect(textOf(before.document, ".waiting")).toContain("Nobody has drawn yet.");
  expect(before.document.querySelector("noscript meta[http-equiv=refresh]")?.getAttribute("content")).toBe(
    "3",
  );

  const drawn = await guest.press(before, DRAW);
  expect([drawn.status, drawn.location]).toEqual([303, path]);

  const [seen, seenByHost] = [await guest.follow(drawn), await host.get(path)];
  expect(TITLES).toContain(winnerOn(seen.document));
  expect(winnerOn(seenByHost.document)).toBe(winnerOn(seen.document));
  expect(textOf(seen.document, "[data-winner] .movie-name bdi")).toBe(winnerOn(seen.document));
  expect(textsOf(seen.document, ".candidates .movie-name")).toHaveLength(EVENING.length);
  expect(seen.document.querySelector("meta[http-equiv=refresh]"), "nothing left to wait for").toBeNull();
  expect(seen.document.querySelector(".draw")).toBeNull();
});

test("20 simultaneous presses make one draw with one winner on every page", async () => {
  const path = await createLottery(server.visitor());
  const guests = Array.from({ length: 20 }, () => server.visitor());
  const presses = await Promise.all(guests.map((guest) => guest.post(`${path}/draw`, {})));
  expect(presses.map(({ status }) => status)).toEqual(guests.map(() => 303));
  const pages = await Promise.all(guests.map((guest) => guest.get(path)));
  const winners = new Set(pages.map(({ document }) => winnerOn(document)));
  expect(winners.size).toBe(1);
  expect(TITLES).toContain([...winners][0]);
  const rows: unknown[] = await server
    .db("draws")
    .where({ lottery_id: path.slice(3) })
    .select("lottery_id");
  expect(rows).toHaveLength(1);
});

test("drawing again changes nothing", async () => {
  const host = server.visitor();
  const path = await createLottery(host);
  await host.post(`${path}/draw`, {});
  const winner = winnerOn((await host.get(path)).document);
  for (let press = 0; press < 8; press++) await host.post(`${path}/draw`, {});
  expect(winnerOn((await host.get(path)).document)).toBe(winner);
});

test("opening the address of the draw only leads to the lottery", async () => {
  const host = server.visitor();
  const path = await createLottery(host);
  const opened = await host.get(`${path}/draw`);
  expect([opened.status, opened.location]).toEqual([303, path]);
  expect(winnerOn((await host.get(path)).document)).toBe("");
});

test("drawing a lottery that never existed is a 404 page", async () => {
  const answer = await server.visitor().post("/l/2222222222/draw", {});
  expect(answer.status).toBe(404);
  expect(textOf(answer.document, "h1")).toBe("No such page");
});

test("the host deletes through the page that asks first", async () => {
  const host = server.visitor();
  await arrive(host);
  const path = await createLottery(host, EVENING, { name: "Не то кино" });
  const page = await host.get(path);
  const question = await host.get(linkTo(page.document, "Delete this lottery"));
  expect(textOf(question.document, "h1")).toBe("Delete this lottery?");
  expect(textOf(question.document, ".message-subject")).toBe("Не то кино");
  expect(linkTo(question.document, "No, keep it")).toBe(path);
  expect((await host.get(path)).status, "asking deletes nothing").toBe(200);

  const deleted = await host.press(question, "Yes, delete it");
  expect([deleted.status, deleted.location]).toEqual([303, "/history"]);
  const history = await host.follow(deleted);
  expect(textOf(history.document, ".notice")).toBe("The lottery has been deleted.");
  expect(textOf(history.document, ".empty-list")).toBe("No lotteries yet.");
  expect((await server.visitor().get(path)).status).toBe(404);
});

// That no film is favoured follows from this and from tests/domain/draw/draw.test.ts, for seeds that nobody can guess.
test("every lottery is bound to a seed of its own", async () => {
  const host = server.visitor();
  const paths = [await createLottery(host), await createLottery(host), await createLottery(host)];
  const seeds = await server
    .db("commitments")
    .whereIn(
      "lottery_id",
      paths.map((path) => path.slice("/l/".length)),
    )
    .pluck<Buffer[]>("seed");
  expect(seeds.map(({ length }) => length)).toEqual([32, 32, 32]);
  expect(new Set(seeds.map((seed) => seed.toString("hex"))).size).toBe(3);
});
