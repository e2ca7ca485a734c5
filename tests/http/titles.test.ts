import { afterAll, expect, test } from "vitest";
import { textOf } from "#tests/support/html.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { closedPort, startServer, testServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const server = await testServer();
const away = await startServer({
  DATABASE_URL: `postgres://nobody:x@127.0.0.1:${await closedPort()}/nowhere`,
});
afterAll(away.stop);

const LOTTERY = "/l/2222222222";

test.each<[string, number, (visitor: Visitor) => ReturnType<Visitor["get"]>]>([
  ["No such page", 404, (visitor) => visitor.get(LOTTERY)],
  ["No such page", 404, (visitor) => visitor.get("/nowhere")],
  ["That wasn’t a form", 415, (visitor) => visitor.send("/library", { method: "POST", body: "title=Ran" })],
  ["Draw the film", 422, (visitor) => visitor.post(`${LOTTERY}/draw`, { word: "ы".repeat(101) })],
])("the document of an error is titled like its page: %s", async (title, status, ask) => {
  const answer = await ask(server.visitor());
  expect(answer.status).toBe(status);
  expect(textOf(answer.document, "h1")).toBe(title);
  expect(answer.document.title).toBe(`${title} · Movie Lottery`);
});

test("also of what could not be done, in the visitor's language", async () => {
  const visitor = away.visitor({ language: "ru" });
  const [page, draw] = [await visitor.get(LOTTERY), await visitor.post(`${LOTTERY}/draw`, {})];
  expect(page.document.title).toBe("Минутку, пожалуйста · Кинолотерея");
  expect(draw.document.title).toBe("Не удалось это подтвердить · Кинолотерея");
});

test("and a page that is well keeps its own", async () => {
  const host = server.visitor();
  await arrive(host);
  const path = await createLottery(host, undefined, { name: "Пятница" });
  expect((await host.get(path)).document.title).toBe("Пятница · Movie Lottery");
  expect((await host.get("/library")).document.title).toBe("Library · Movie Lottery");
});
