import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hatForAll } from "#app/domain/hat/hat.ts";
import { submitFingerprint, newId } from "#app/data/identity.server.ts";
import { closeHat, insertHat } from "#app/data/lotteries/hat/hats.server.ts";
import { suggestFilms, takeBack } from "#app/data/lotteries/hat/suggestions.server.ts";
import { lotteryById } from "#app/data/lotteries/lotteries.server.ts";
import { renewCommitments, sha256 } from "#app/data/lotteries/commitments.server.ts";
import { drawOnce } from "#app/data/lotteries/draws.server.ts";
import { listText } from "#app/domain/draw/draw.ts";
import { USUAL_RULES } from "#app/domain/hat/hat-rules.ts";
import { readRules } from "#app/domain/hat/hat-rules-input.ts";
import type { Movie } from "#app/domain/film/movie.ts";
import { testDatabase } from "#tests/support/database.ts";
import { BROTHER, film, HER, SOLARIS, STALKER } from "./fixtures.ts";

const { db } = await testDatabase();

async function aHat(entries: readonly Movie[] = []) {
  const [clubId, host] = [randomUUID(), randomUUID()];
  const lottery = {
    id: newId(),
    clubId,
    host,
    name: null,
    firstName: "Аня",
    rules: readRules(USUAL_RULES, 0).rules,
    entries,
    submitKey: randomUUID(),
    fingerprint: "x",
  };
  expect(await insertHat(lottery, db)).toEqual({ kind: "created", id: lottery.id });
  return lottery;
}

const guest = () => ({ visitorId: randomUUID(), clubId: randomUUID() });
type Guest = ReturnType<typeof guest>;

function put(lotteryId: string, who: Guest, films: readonly Movie[], extra: object = {}) {
  const form = {
    firstName: "Боря",
    submitKey: randomUUID(),
    fingerprint: submitFingerprint(films),
    ...extra,
  };
  return suggestFilms({ lotteryId, ...who, films, ...form }, db);
}

async function hatOf(id: string) {
  const lottery = await lotteryById({ id }, db);
  if (!lottery?.hat) throw new Error("there is no hat");
  return hatForAll(lottery.hat);
}

const titlesIn = async (id: string) => (await hatOf(id)).films.map(({ title }) => title);

describe("suggesting", () => {
  test("puts films into the hat, and none is drawn from before it is closed", async () => {
    const { id } = await aHat([STALKER]);
    expect(await put(id, guest(), [SOLARIS, HER])).toMatchObject({ kind: "done", joined: [] });
    expect(await titlesIn(id)).toEqual(["Сталкер", "Solaris", "Her"]);
    expect(await renewCommitments(db, { lotteryId: id })).toBe(0);
    expect(await drawOnce({ lotteryId: id }, db)).toEqual({ kind: "collecting" });
  });

  test("the same film is one, with both names", async () => {
    const { id } = await aHat([STALKER]);
    expect(await put(id, guest(), [film("«сталкер»", 1979)])).toMatchObject({
      kind: "done",
      joined: ["Сталкер"],
    });
    expect((await hatOf(id)).films).toMatchObject([{ title: "Сталкер", names: ["Аня", "Боря"], backers: 2 }]);
  });

  test("the same form is carried out once, and another content under its key is a question", async () => {
    const { id } = await aHat();
    const [who, submitKey] = [guest(), randomUUID()];
    expect(await put(id, who, [HER], { submitKey })).toMatchObject({ kind: "done" });
    expect(await put(id, who, [HER], { submitKey })).toMatchObject({ kind: "existing" });
    expect(await put(id, who, [BROTHER], { submitKey })).toMatchObject({ kind: "key-reused" });
    expect(await titlesIn(id)).toEqual(["Her"]);
  });

  test("nobody passes the cap, with ten tabs at once either", async () => {
    const { id } = await aHat();
    const who = guest();
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => put(id, who, [film(`Film ${n}`)])));
    expect(all.map((each) => String(each?.kind)).toSorted()).toEqual([
      "done",
      "done",
      ...Array.from({ length: 8 }, () => "over-cap"),
    ]);
    expect(await titlesIn(id)).toHaveLength(2);
  });

  test("the 26th film is refused, of many at once too", async () => {
    const { id } = await aHat(Array.from({ length: 23 }, (_, n) => film(`Film ${n}`)));
    const all = await Promise.all(Array.from({ length: 6 }, (_, n) => put(id, guest(), [film(`More ${n}`)])));
    expect(all.map((each) => String(each?.kind)).toSorted()).toEqual([
      "done",
      "done",
      "full",
      "full",
      "full",
      "full",
    ]);
    expect(await titlesIn(id)).toHaveLength(25);
  });

  test("what was taken back leaves room again", async () => {
    const { id } = await aHat();
    const who = guest();
    await put(id, who, [HER, BROTHER]);
    const filmId = (await hatOf(id)).films[0]!.id;
    expect(await takeBack({ lotteryId: id, ...guest(), filmId }, db)).toMatchObject({ kind: "gone" });
    expect(await takeBack({ lotteryId: id, ...who, filmId }, db)).toMatchObject({ kind: "done" });
    expect(await put(id, who, [STALKER])).toMatchObject({ kind: "done" });
    expect(await titlesIn(id)).toEqual(["Брат", "Сталкер"]);
  });
});

describe("closing", () => {
  test("fixes the list and binds the server to it", async () => {
    const { id, clubId } = await aHat([STALKER]);
    const closing = { lotteryId: id, clubId, visitorId: null };
    expect(await closeHat(closing, db)).toMatchObject({ kind: "too-few" });
    await put(id, guest(), [SOLARIS]);
    expect(await closeHat({ ...closing, clubId: randomUUID() }, db)).toMatchObject({ kind: "open" });
    expect(await closeHat(closing, db)).toMatchObject({ kind: "done" });
    expect(await closeHat(closing, db)).toMatchObject({ kind: "closed" });
    const lottery = await lotteryById({ id }, db);
    expect(lottery?.open).toMatchObject({
      number: 1,
      intact: true,
      listHash: sha256(listText(lottery!.entries)),
    });
    expect(await put(id, guest(), [HER])).toMatchObject({ kind: "shut" });
    expect(await drawOnce({ lotteryId: id }, db)).toMatchObject({ kind: "drawn", first: true });
  });

  test("in the very moment of closing a film is on the list, or its guest is told that it is not", async () => {
    for (let round = 0; round < 20; round++) {
      const { id, clubId } = await aHat([STALKER, SOLARIS]);
      const films = Array.from({ length: 5 }, (_, n) => `Film ${n}`);
      const [closed, ...told] = await Promise.all([
        closeHat({ lotteryId: id, clubId, visitorId: null }, db),
        ...films.map((title) => put(id, guest(), [film(title)])),
      ]);
      expect(closed?.kind).toBe("done");
      const listed = (await lotteryById({ id }, db))!.entries.map(({ title }) => title);
      expect(films.filter((_, n) => told[n]?.kind === "done").toSorted()).toEqual(
        listed.filter((title) => films.includes(title)).toSorted(),
      );
    }
  });
});
