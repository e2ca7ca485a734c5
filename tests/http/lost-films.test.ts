import { describe, expect, test } from "vitest";
import { renewCommitments } from "#app/data/lotteries/commitments.server.ts";
import { loseFilms } from "#tests/data/fixtures.ts";
import { linkTo, textOf, textsOf, winnerOn } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { arrive, createLottery, DRAW, EVENING } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await testServer();
const LOST = "This lottery has lost its films";

const idOf = (path: string) => path.slice(3);
const lose = (path: string, positions?: number[]) =>
  loseFilms({ lotteryId: idOf(path), ...(positions ? { positions } : {}) }, server.db);
const loseSecret = (path: string) =>
  server
    .db("commitments")
    .where({ lottery_id: idOf(path) })
    .delete();

async function aHost(): Promise<Visitor> {
  const host = server.visitor();
  await arrive(host);
  return host;
}

async function aDrawnLottery(host: Visitor): Promise<string> {
  const path = await createLottery(host, EVENING, { name: "Пятница" });
  await host.press(await host.get(path), DRAW);
  return path;
}

/** What can be read of a page. */
const read = ({ document }: Answer) => textOf(document, "main");

describe("a lottery with a draw whose films are all gone", async () => {
  const host = await aHost();
  const path = await aDrawnLottery(host);
  await lose(path);

  test.each(["", "?view=stage", "?reveal", "?word", "?date=2026-13-45&time=25:00"])(
    "is a page of its own: %s",
    async (query) => {
      const page = await host.get(path + query);
      expect(page.status).toBe(200);
      expect(textOf(page.document, "h1")).toBe(LOST);
      expect(read(page)).toMatch(/Пятница.*Created .*\. Drawn once, /);
      expect(page.document.querySelector("main form"), "nothing to draw").toBeNull();
    },
  );

  test("in Russian as well", async () => {
    const page = await server.visitor({ language: "ru" }).get(path);
    expect(textOf(page.document, "h1")).toBe("Эта лотерея потеряла свои фильмы");
  });

  test("keeps nobody waiting meanwhile", async () => {
    expect((await host.get("/healthz")).status).toBe(200);
  });

  test("has a proof that says what can no longer be checked", async () => {
    const proof = await host.get(linkTo((await host.get(path)).document, "What can still be checked"));
    expect(proof.status).toBe(200);
    expect(read(proof)).toContain("All films of this lottery were lost");
    expect(textOf(proof.document, ".proof-winner")).toBe("Winner: the film is no longer here");
    expect(read(proof)).toContain("The list of this draw was lost, so nobody can repeat it.");
    expect(textsOf(proof.document, ".commitment-hashes code")).toHaveLength(2);
    expect(textsOf(proof.document, ".exact-text figcaption")).toContain("Seed (hex)");
    expect(textsOf(proof.document, ".exact-text figcaption")).not.toContain("Python 3");
  });

  test("draws nothing more, and is told as drawn to who presses an old page's button", async () => {
    const again = await host.post(`${path}/draw`, { number: "1", word: "да" });
    expect([again.status, again.location]).toEqual([303, path]);
    const open = await host.post(`${path}/draw`, { word: "да" });
    expect([open.status, open.location]).toEqual([303, path]);
    expect((await host.get(`${path}/redraw`)).location).toBe(path);
    const redrawn = await host.post(`${path}/redraw`, { number: "2", reason: "ещё", leaveOut: "on" });
    expect(redrawn.status).toBeLessThan(500);
  });

  test("has a link card, a code, no evening, and live messages", async () => {
    const card = await host.get(`${path}/file/preview.png`);
    expect([card.status, card.headers["content-type"]]).toEqual([200, "image/png"]);
    expect((await host.get(`${path}/file/qr.svg`)).status).toBe(200);
    const evening = await host.get(`${path}/file/evening.ics?date=2026-12-31&time=20:00`);
    expect(evening.status).toBe(303);
    expect((await host.follow(evening)).status).toBe(200);
    const page = await host.get(path);
    const described = page.document.querySelector("meta[property='og:description']");
    // In the language of the lottery's own name.
    expect(described?.getAttribute("content")).toBe("Эта лотерея потеряла свои фильмы");
    const stream = await openStream(server.url, path);
    expect(await stream.until(({ draw }) => draw !== null)).toMatchObject({
      draw: { number: 1 },
      open: null,
    });
    stream.close();
  });

  test("stands in history and on the start page", async () => {
    for (const address of ["/", "/history"]) {
      const list = await host.get(address);
      expect(list.status).toBe(200);
      expect(textOf(list.document, ".lottery-row .row-result")).toBe(LOST);
    }
  });

  test("can be deleted by its host alone", async () => {
    const guest = await server.visitor().get(path);
    expect(() => linkTo(guest.document, "Delete this lottery")).toThrow("no link");
    const question = await host.get(linkTo((await host.get(path)).document, "Delete this lottery"));
    expect((await host.press(question, "Yes, delete it")).status).toBe(303);
    expect((await host.get(path)).status).toBe(404);
  });
});

describe("a lottery that nobody has drawn and that lost its films", () => {
  test("is the same page, and drawing it is refused with a reason", async () => {
    const host = await aHost();
    const path = await createLottery(host);
    const before = await host.get(path);
    await lose(path);
    expect(read(await host.get(path))).toContain("Nobody has drawn it.");
    const refused = await host.press(before, DRAW);
    expect(refused.status).toBe(409);
    expect(textOf(refused.document, "[role=alert]")).toBe(
      "There is nothing to draw: this lottery has lost its films.",
    );
    expect(linkTo(refused.document, "Back to the lottery")).toBe(path);
    const proof = await host.get(`${path}/proof`);
    expect([proof.status, textOf(proof.document, "h2")]).toEqual([200, "Draw 1: not drawn yet"]);
  });
});

describe("a lottery that lost some of its films", () => {
  test("shows what is left and draws nothing: it is not the list that was published", async () => {
    const host = await aHost();
    const path = await createLottery(host);
    const before = await host.get(path);
    const published = textsOf(before.document, ".commitment-hashes code");
    await lose(path, [2]);
    const page = await host.get(path);
    expect(page.status).toBe(200);
    expect(textOf(page.document, ".aside-note")).toMatch(/^Some films of this lottery are missing/);
    expect(textsOf(page.document, ".candidates .movie-name")).toHaveLength(2);
    expect(textOf(page.document, ".stage")).toContain("no longer the one that was published");
    expect(page.document.querySelector("form.draw-form")).toBeNull();
    expect(textsOf(page.document, ".commitment-hashes code"), "as it was published").toEqual(published);
    const refused = await host.press(before, DRAW, {});
    expect(refused.status).toBe(409);
    expect(textOf(refused.document, "[role=alert]")).toContain("films are missing or were changed");
    expect(await server.db("draws").where({ lottery_id: idOf(path) })).toEqual([]);
    expect(read(await host.get(`${path}/proof`))).toContain("Films of this lottery are missing");
  });

  test("and the one that had won, says so and may be drawn again from what is left", async () => {
    const host = await aHost();
    const path = await aDrawnLottery(host);
    const { winner } = await server
      .db("draws")
      .where({ lottery_id: idOf(path) })
      .first<{ winner: number }>("winner");
    await lose(path, [winner]);
    const page = await host.get(path);
    expect(textOf(page.document, ".stage")).toContain("The film of draw 1 is no longer here.");
    expect(winnerOn(page.document)).toBe("");
    expect(textOf((await host.get("/history")).document, ".row-result")).toBe("The film is no longer here");
    const proof = await host.get(`${path}/proof`);
    expect(read(proof)).toContain("What is left of the list no longer fits its fingerprint");

    const question = await host.get(linkTo(page.document, "Draw again"));
    const fields = { number: "2", reason: "Фильм пропал" };
    expect(textOf(question.document, "h1")).toBe("Draw again?");
    expect((await host.post(`${path}/redraw`, fields)).status).toBe(303);
    await host.press(await host.get(path), DRAW);
    expect(winnerOn((await host.get(path)).document)).not.toBe("");
    expect((await host.get(`${path}/proof`)).html).toContain("winner:");
  });
});

describe("a lottery that lost the secret of its draw", () => {
  test("says so on its page and on the proof, with what is published now", async () => {
    const host = await aHost();
    const path = await createLottery(host);
    const [oldSeed, list] = textsOf((await host.get(path)).document, ".commitment-hashes code");
    await loseSecret(path);
    expect(await renewCommitments(server.db)).toBe(1);
    for (const address of [path, `${path}/proof`]) {
      const page = await host.get(address);
      expect(read(page)).toContain("The secret of this draw was lost. A new one was made");
      const [seed, sameList] = textsOf(page.document, ".commitment-hashes code");
      expect(sameList).toBe(list);
      expect(seed).not.toBe(oldSeed);
    }
    await host.press(await host.get(path), DRAW);
    for (const address of [path, `${path}/proof`])
      expect(read(await host.get(address))).toContain("The secret of this draw was lost.");
  });

  test("gets a new one from who presses the button, who keeps their word and has yet to draw", async () => {
    const host = await aHost();
    const path = await createLottery(host);
    await loseSecret(path);
    const page = await host.get(`${path}?word`);
    expect(textOf(page.document, ".stage")).toContain("The secret of this draw was lost. Press the button");
    const renewed = await host.press(page, DRAW, { word: "попкорн" });
    expect(renewed.status).toBe(409);
    expect(textOf(renewed.document, "[role=alert]")).toContain("Nothing was drawn yet");
    expect(renewed.document.querySelector<HTMLInputElement>("#word")?.value).toBe("попкорн");
    expect(textsOf((await host.get(path)).document, ".commitment-hashes code")).toHaveLength(2);
    expect((await host.press(renewed, DRAW)).status).toBe(303);
    expect(winnerOn((await host.get(path)).document)).not.toBe("");
  });

  test("is heard of by those who wait", async () => {
    const path = await createLottery(await aHost());
    const stream = await openStream(server.url, path);
    const before = await stream.until(({ open }) => open !== null);
    await loseSecret(path);
    await renewCommitments(server.db);
    const after = await stream.until(({ open }) => open?.renewedAt != null);
    expect(after.open?.seedHash).not.toBe(before.open?.seedHash);
    stream.close();
  });

  test("after the draw it keeps the result, which nobody can check any more", async () => {
    const host = await aHost();
    const path = await aDrawnLottery(host);
    const winner = winnerOn((await host.get(path)).document);
    await loseSecret(path);
    const page = await host.get(path);
    expect(winnerOn(page.document)).toBe(winner);
    expect(read(page)).toContain("The secret of this draw was lost, so it can’t be checked any more.");
    const proof = await host.get(`${path}/proof`);
    expect([proof.status, read(proof).includes("nobody can check it any more")]).toEqual([200, true]);
    await server
      .db("draws")
      .where({ lottery_id: idOf(path) })
      .update({ uncommitted: true });
    expect(read(await host.get(`${path}/proof`))).toContain("This draw is older than the fingerprints");
    expect(read(await host.get(path))).toContain("This draw is older than our fingerprints");
  });
});

test("a film that did not win by the values of the proof is not passed off as the winner", async () => {
  const host = await aHost();
  const path = await aDrawnLottery(host);
  await server.db.raw("update draws set winner = winner % 3 + 1 where lottery_id = ?", [idOf(path)]);
  expect(read(await host.get(`${path}/proof`))).toContain("don’t trust this draw");
});

test("times that no calendar holds are shown somehow", async () => {
  const host = await aHost();
  const path = await aDrawnLottery(host);
  for (const moment of ["infinity", "-infinity", "294276-12-31"]) {
    await server
      .db("draws")
      .where({ lottery_id: idOf(path) })
      .update({ drawn_at: moment });
    await server
      .db("lotteries")
      .where({ id: idOf(path) })
      .update({ created_at: moment });
    const evening = `${path}/file/evening.ics?date=2026-12-31&time=20:00`;
    for (const address of [path, `${path}/proof`, "/history", "/", evening])
      expect((await host.get(address)).status, `${address} of ${moment}`).toBe(200);
  }
});
