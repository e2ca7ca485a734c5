import { describe, expect, test } from "vitest";
import { columnsOf, idsOf, meaningOfName, textsOf, type FileMeaning } from "#app/domain/importing/columns.ts";

const NOTHING: FileMeaning = { badges: [], tags: [] };

/** The texts of a row under this head; both with bars between the cells. */
function row(head: string, cells: string, meaning = NOTHING) {
  return textsOf(cells.split("|"), columnsOf(head.split("|"))!, meaning);
}

describe("a row of IMDb", () => {
  const HEAD = "Const|Your Rating|Title|Original Title|URL|Title Type|Runtime (mins)|Year|Genres";
  const LINK = "https://www.imdb.com/title/tt0089881/";

  test("is a film with its id; who gave it marks has seen it", () => {
    expect(row(HEAD, `tt0089881|9|Ran|乱|${LINK}|Movie|162|1985|Action, Drama`)).toEqual({
      title: "Ran",
      year: "1985",
      originalTitle: "乱",
      runtime: "162",
      genres: ["Action", " Drama"],
      countries: [""],
      description: "",
      rating: "",
      ratingBy: "",
      imdb: "tt0089881",
      tmdb: "",
      kinopoisk: "",
      posterUrl: "",
      note: "",
      badges: ["", "watched"],
      tags: [""],
      ownRating: "9",
      watchedOn: "",
      addedAt: "",
    });
    expect(row(HEAD, `tt0089881||Ran|Ran |${LINK}|Movie|162|1985|`)).toMatchObject({
      badges: [""],
      ownRating: "",
      originalTitle: "",
    });
  });

  test.each(["Video Game", "TV Episode", "Podcast Series", "Music Video"])(
    "that is a %s is no film",
    (type) => {
      expect(row(HEAD, `tt0089881|9|Ran|Ran|${LINK}|${type}|162|1985|`)).toBeNull();
    },
  );
});

test("an original title that is the title is none", () => {
  expect(row("Title|Original title", " Ran |Ran")).toMatchObject({ originalTitle: "" });
  expect(row("Title|Original title", "Ran| 乱")).toMatchObject({ originalTitle: " 乱" });
});

test("marks in a table of one's own do not say that a film was seen", () => {
  expect(row("Title|Your Rating", "Ran|9")).toMatchObject({ badges: [""], ownRating: "9" });
});

test("marks of 10 count before stars, with white space around them or not", () => {
  expect(row("Name|Rating", "Ran| 4.5 ")).toMatchObject({ ownRating: "9" });
  expect(row("Name|Rating10|Rating", "Ran|7|5")).toMatchObject({ ownRating: "7" });
  expect(row("Name|Rating10|Rating", "Ran||5")).toMatchObject({ ownRating: "10" });
});

test("an id is taken from the address of a film's page, unless there is a column for it", () => {
  const link = "https://www.kinopoisk.ru/film/4436/";
  expect(row("Title|Link", `Ran|${link}`)).toMatchObject({ kinopoisk: "4436", imdb: "", tmdb: "" });
  expect(row("Title|Link|Kinopoisk", `Ran|${link}|1`)).toMatchObject({ kinopoisk: "1" });
  expect(row("Title|URL|tmdb", "Ran|https://www.themoviedb.org/movie/11645-ran|2")).toMatchObject({
    tmdb: "2",
  });
  expect(row("Title|URL", "Ran|https://www.themoviedb.org/movie/11645-ran")).toMatchObject({ tmdb: "11645" });
  expect(row("Title|URL|imdb", "Ran|https://www.imdb.com/title/tt0089881/|tt1")).toMatchObject({
    imdb: "tt1",
  });
  expect(idsOf("https://example.org/film/4436/")).toEqual({ imdb: "", tmdb: "", kinopoisk: "" });
});

test("what the name of a file says holds for each of its films", () => {
  const meaning = { badges: ["want"], tags: ["на зиму"] };
  expect(row("Title|Tags|Badges", "Ran|с аней; вдвоём|top, new", meaning)).toMatchObject({
    badges: ["top", "new", "want"],
    tags: ["с аней", " вдвоём", "на зиму"],
  });
});

test("a row may end before its columns do, and only so many words of a cell are read", () => {
  expect(row("Title|Year|Review", "Ran")).toMatchObject({ title: "Ran", year: "", note: "" });
  expect(row("Title|Tags", `Ran|${"а,".repeat(300)}`)?.tags).toHaveLength(200);
});

test("an apostrophe that keeps a cell from being carried out goes only in a file of ours", () => {
  expect(row("Title|Badges|kinopoiskID", "'=1+1||")).toMatchObject({ title: "=1+1" });
  expect(row("Title", "'=1+1")).toMatchObject({ title: "'=1+1" });
});

test.each([
  ["Title|Badges", "table"],
  ["Title|kinopoiskID", "table"],
  ["Const|Title", "table"],
  ["IMDb|Title|Title Type", "table"],
  ["Position|Name", "table"],
  ["Name|URL", "table"],
  ["Name|Letterboxd URI", "letterboxd"],
])("the columns %s are those of a file of this kind: %s", (head, kind) => {
  expect(columnsOf(head.split("|"))?.kind).toBe(kind);
});

test("of two columns with names of one kind the first counts", () => {
  expect(row("Название|Title", "Хаос|Ran")).toMatchObject({ title: "Хаос" });
});

test.each([
  ["WATCHLIST.CSV", ["want"]],
  ["ratings.csv", ["watched"]],
  ["letterboxd/likes/films.csv", ["favourite"]],
  ["unwatched.csv", []],
  ["dislikes/films.csv", []],
])("the name %s says of films: %j", (name, badges) => {
  expect(meaningOfName(name)).toEqual({ badges, tags: [] });
});
