import { expect, test } from "vitest";
import { inviteOf, setScene } from "#tests/support/action-forms.ts";
import { textOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { arrive, EVENING, formWith } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();
const PAGE = "/club/deletion";
const DELETE = "Delete everything";

async function arrived(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}

/** A club of two browsers with a lottery, a hat, a poll, a library and an invite; and somebody who has its links. */
async function club() {
  const host = await arrived();
  const scene = await setScene(host, await arrived());
  const member = await arrived();
  await member.follow(await member.post(await inviteOf(host), { firstName: "Боря" }));
  const invite = await inviteOf(host);
  const film = await server
    .db("movies")
    .where({ id: scene.movie.slice("/library/".length) })
    .first("club_id");
  return {
    host,
    member,
    guest: await arrived(),
    scene,
    invite,
    clubId: (film as { club_id: string }).club_id,
  };
}

const heading = ({ document }: Answer) => textOf(document, "h1");

test("asks for a tick, and until then changes nothing", async () => {
  const { host, scene } = await club();
  const settings = await host.get("/club");
  expect(settings.document.querySelector(`a[href="${PAGE}"]`)).not.toBeNull();
  const asked = await host.get(PAGE);
  expect([asked.status, textOf(asked.document, "main")]).toEqual([
    200,
    expect.stringContaining("Another browser is in this club"),
  ]);
  const unticked = await host.press(asked, DELETE);
  expect([unticked.status, textOf(unticked.document, "#sure-problem")]).toEqual([
    422,
    expect.stringMatching(/^Tick this first/),
  ]);
  expect((await host.get(scene.movie)).status).toBe(200);
});

test("from the press on nobody sees anything of it, and its links say so", async () => {
  const { host, member, guest, scene, invite, clubId } = await club();
  const streams = await Promise.all([scene.lottery, scene.hat].map((path) => openStream(server.url, path)));
  const poll = await openStream<{ deleted: boolean }>(server.url, scene.poll);
  await Promise.all([...streams, poll].map((stream) => stream.until(() => true)));
  const before = host.jar.get("visitor");
  const deleted = await host.post(PAGE, { sure: "on" });
  expect([deleted.status, deleted.location]).toEqual([303, "/"]);
  expect(textOf((await host.follow(deleted)).document, ".notice")).toMatch(/^The club is deleted/);
  expect(host.jar.get("visitor")).not.toBe(before);
  await Promise.all([...streams, poll].map((stream) => stream.until((message) => message.deleted)));
  for (const { close } of [...streams, poll]) close();

  await expectGone(guest, scene);
  expect(textOf((await member.get("/")).document, ".notice")).toMatch(/no longer belongs to its club/);
  for (const visitor of [host, member]) {
    const library = await visitor.get("/library");
    expect([library.status, library.html.includes("Ностальгия")]).toEqual([200, false]);
    expect((await visitor.get("/history")).html).not.toContain("Солярис");
  }
  expect((await guest.get(invite)).status).toBe(404);

  const left = () =>
    Promise.all(TABLES.map((table) => server.db(table).where(ownerIn(table, clubId)).count()));
  await expect.poll(left, { timeout: 10_000 }).toEqual(TABLES.map(() => [{ count: "0" }]));
  await expectGone(guest, scene);
  expect((await guest.get("/l/2222222222")).status).toBe(404);
});

const TABLES = ["clubs", "devices", "invites", "lotteries", "polls", "movies", "removed_movies", "imports"];
const ownerIn = (table: string, clubId: string) => (table === "clubs" ? { id: clubId } : { club_id: clubId });

/** Documents, their data, files and what is sent to them. */
async function expectGone(guest: Visitor, { lottery, hat, poll }: Awaited<ReturnType<typeof club>>["scene"]) {
  const pages = [lottery, hat, `${lottery}/proof`, `${lottery}/deletion`, `${lottery}/redraw`]
    .concat([poll, `${poll}/proof`, `${poll}/settings`, `${poll}/deletion`])
    .flatMap((path) => [path, `${path}.data`]);
  const files = [`${lottery}/file/preview.png`, `${poll}/file/ballots.json`];
  const seen = [];
  for (const path of [...pages, ...files]) seen.push([path, (await guest.get(path)).status]);
  const drawn = await guest.post(`${lottery}/draw`, {});
  const second = await guest.post(hat, { form: "second", film: "00000000-0000-4000-8000-000000000000" });
  const vote = { submitKey: crypto.randomUUID(), method: "approval", film: "1" };
  const voted = await guest.post(poll, vote);
  for (const answer of [drawn, second, voted]) expect([heading(answer), answer.status]).toEqual([GONE, 410]);
  expect(seen).toEqual([...pages, ...files].map((path) => [path, 410]));
  expect(heading(await guest.get(lottery))).toBe(GONE);
}

const GONE = "This is gone for good";

test("a press that is sent again, after a lost answer or by another browser of the club, is told the same", async () => {
  const { host, member } = await club();
  const old = new Map(host.jar);
  await host.post(PAGE, { sure: "on" });
  const again = server.visitor();
  for (const [name, value] of old) again.jar.set(name, value);
  for (const visitor of [again, member]) {
    const answer = await visitor.post(PAGE, { sure: "on" });
    expect([answer.status, answer.location]).toEqual([303, "/"]);
  }
  const next = await again.post("/?index", formWith(EVENING));
  expect([next.status, (await again.follow(next)).status]).toEqual([303, 200]);
});

test("is for browsers of a club alone", async () => {
  expect((await server.visitor().post(PAGE, { sure: "on" })).status).toBe(404);
  expect((await server.visitor().get(PAGE)).status).toBe(404);
});
