import { describe, expect, test } from "vitest";
import {
  hatForAll,
  hatForOne,
  isCollecting,
  isShut,
  type KeptFilm,
  type KeptHat,
} from "#app/domain/hat/hat.ts";
import { entriesOf } from "#app/domain/hat/hat-entries.ts";

type Voice = KeptFilm["voices"][number];

const put = (visitor: string, name = ""): Voice => ({ visitor, kind: "suggested", name });
const seconded = (visitor: string, name = ""): Voice => ({ visitor, kind: "seconded", name });
const vetoed = (visitor: string, name = ""): Voice => ({ visitor, kind: "vetoed", name });

const film = (title: string, voices: Voice[], changes: Partial<KeptFilm> = {}): KeptFilm => ({
  id: `id of ${title}`,
  title,
  year: 1979,
  posterUrl: null,
  state: "in",
  word: "",
  tickets: 1,
  voices,
  ...changes,
});
const hat = (films: KeptFilm[], changes: Partial<KeptHat> = {}): KeptHat => ({
  cap: 2,
  closesAt: null,
  named: true,
  nod: false,
  odds: "even",
  vetoes: true,
  version: 7,
  closedAt: null,
  host: "anya",
  films,
  ...changes,
});

describe("everybody sees", () => {
  test("the films that are in, who put them in and how many are behind each", () => {
    const brother = film("Брат", [put("anya", "Аня"), put("borya"), seconded("vera", "Вера")], {
      tickets: 3,
    });
    const ran = film("Ran", [put("vera", "Вера"), vetoed("borya", "Боря")], { tickets: 2 });
    expect(hatForAll(hat([brother, ran])).films).toEqual([
      {
        id: "id of Брат",
        title: "Брат",
        year: 1979,
        posterUrl: null,
        tickets: 3,
        names: ["Аня", ""],
        backers: 3,
      },
      {
        id: "id of Ran",
        title: "Ran",
        year: 1979,
        posterUrl: null,
        tickets: 2,
        names: ["Вера"],
        backers: 1,
      },
    ]);
  });

  test("the rules and the moments, and no browser's id", () => {
    const seen = hatForAll(
      hat([film("Her", [put("vera")])], { closesAt: new Date(5_000), closedAt: new Date(6_000) }),
    );
    expect(seen).toMatchObject({ cap: 2, named: true, nod: false, odds: "even", vetoes: true, version: 7 });
    expect([seen.closesAt, seen.closedAt]).toEqual([5_000, 6_000]);
    expect(JSON.stringify(seen)).not.toMatch(/anya|vera/);
    const open = hatForAll(hat([]));
    expect([open.closesAt, open.closedAt]).toEqual([null, null]);
  });

  test("why a film is out, but nothing of one that waits or was never let in", () => {
    const films = [
      film("Saw", [put("anya"), vetoed("borya", "Боря")], { state: "vetoed" }),
      film("It", [put("borya", "Боря")], { state: "removed", word: "Страшно" }),
      film("Jaws", [put("vera")], { state: "waiting" }),
      film("Cats", [put("vera")], { state: "refused" }),
    ];
    const seen = hatForAll(hat(films));
    expect(seen.films).toEqual([]);
    expect(seen.out).toEqual([
      { id: "id of Saw", title: "Saw", year: 1979, by: "veto", word: "", name: "Боря" },
      { id: "id of It", title: "It", year: 1979, by: "host", word: "Страшно", name: "" },
    ]);
  });

  test("no names where names are not shown", () => {
    const films = [
      film("Брат", [put("anya", "Аня")]),
      film("Saw", [put("anya", "Аня"), vetoed("borya", "Боря")], { state: "vetoed" }),
    ];
    const seen = hatForAll(hat(films, { named: false }));
    expect([seen.films[0]!.names, seen.films[0]!.backers]).toEqual([[], 1]);
    expect(seen.out[0]).toMatchObject({ by: "veto", name: "" });
  });
});

describe("one browser sees besides", () => {
  const films = [
    film("Брат", [put("vera", "Вера"), seconded("borya")]),
    film("Her", [put("vera", "Вера")]),
    film("Ran", [put("borya"), seconded("vera")]),
    film("Saw", [put("vera"), seconded("borya"), vetoed("borya")], { state: "vetoed" }),
  ];
  const own = (visitorId: string | null, changes: Partial<KeptHat> = {}) =>
    hatForOne(hat(films, changes), { visitorId, mine: false });

  test("what it put in, what it seconded, and what it may still change", () => {
    expect(own("vera")).toEqual({
      suggested: ["id of Брат", "id of Her"],
      seconded: ["id of Ran"],
      alone: ["id of Her"],
      vetoed: false,
      left: 0,
      waiting: [],
    });
  });

  test("how many films it may still put in: what is out leaves room, and nobody comes below none", () => {
    expect(own("vera", { cap: 3 }).left).toBe(1);
    expect(own("vera", { cap: 1 }).left).toBe(0);
    expect(own("borya").left).toBe(1);
    expect(own("somebody").left).toBe(2);
  });

  test("that who made the lottery may put in any number; nobody who is not known made it", () => {
    expect(own("anya").left).toBeNull();
    expect(own(null, { host: null }).left).toBe(2);
  });

  test("whether its veto is spent, on whatever film", () => {
    expect(own("borya")).toMatchObject({ vetoed: true, seconded: ["id of Брат"] });
    expect(own("anya").vetoed).toBe(false);
  });

  test("nothing, when it is not known", () => {
    expect(own(null)).toEqual({
      suggested: [],
      seconded: [],
      alone: [],
      vetoed: false,
      left: 2,
      waiting: [],
    });
  });

  test("what waits for the nod: of its own, and all when the lottery is its club's", () => {
    const waiting = [
      film("Jaws", [put("vera", "Вера")], { state: "waiting" }),
      film("Cats", [put("borya", "Боря")], { state: "waiting" }),
      film("Her", [put("vera", "Вера")]),
    ];
    const seenBy = (visitorId: string, mine: boolean) =>
      hatForOne(hat(waiting, { nod: true }), { visitorId, mine });
    expect(seenBy("vera", false)).toMatchObject({
      suggested: ["id of Jaws", "id of Her"],
      left: 0,
      waiting: [{ title: "Jaws", names: ["Вера"] }],
    });
    expect(seenBy("somebody", false).waiting).toEqual([]);
    expect(seenBy("anya", true).waiting.map(({ title }) => title)).toEqual(["Jaws", "Cats"]);
  });

  test("that a film with two who put it in is nobody's alone", () => {
    const both = hat([film("Брат", [put("vera"), put("borya")])]);
    expect(hatForOne(both, { visitorId: "vera", mine: false })).toMatchObject({
      suggested: ["id of Брат"],
      alone: [],
    });
  });

  test("that a film which only a veto was spent on is still its own", () => {
    const spent = hat([film("Брат", [put("vera"), vetoed("borya")])]);
    expect(hatForOne(spent, { visitorId: "vera", mine: false }).alone).toEqual(["id of Брат"]);
  });
});

test("a lottery is being filled as long as it has a hat whose list is not fixed", () => {
  expect(isCollecting(null)).toBe(false);
  expect(isCollecting({ closedAt: null })).toBe(true);
  expect(isCollecting({ closedAt: new Date(0) })).toBe(false);
});

test("nothing gets into a hat whose list is fixed or whose time is over, from that moment on", () => {
  expect(isShut({ closesAt: null, closedAt: null }, 1_000)).toBe(false);
  expect(isShut({ closesAt: null, closedAt: 2_000 }, 1_000)).toBe(true);
  expect(isShut({ closesAt: 1_001, closedAt: null }, 1_000)).toBe(false);
  expect(isShut({ closesAt: 1_000, closedAt: null }, 1_000)).toBe(true);
});

test("the films of a hat are entries in their order, each with its tickets", () => {
  const films = [
    { id: "b", title: "Брат", year: 1997, posterUrl: "/posters/b", tickets: 3, names: ["Аня"] },
    { id: "a", title: "Her", year: null, posterUrl: null, tickets: 1, names: [] },
  ];
  expect(entriesOf(films)).toEqual([
    { position: 1, id: "b", title: "Брат", year: 1997, posterUrl: "/posters/b", weight: 3 },
    { position: 2, id: "a", title: "Her", year: null, posterUrl: null, weight: 1 },
  ]);
});
