import { randomUUID } from "node:crypto";
import { gzipSync, strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { testDatabase } from "#tests/support/database.ts";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { switchProxy } from "#tests/support/switch-proxy.ts";
import { multipart } from "#tests/support/uploads.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const { url, db } = await testDatabase();
const proxy = await switchProxy(url);
const server = await startServer({ DATABASE_URL: proxy.url });
afterAll(server.stop);
await databaseReady(server);

type File = { name: string; bytes: Buffer | string };
const PATH = "/library/import";

async function newcomer(): Promise<Visitor> {
  const visitor = server.visitor();
  await arrive(visitor);
  return visitor;
}
const send = (visitor: Visitor, file: File, fields: Record<string, string> = {}) =>
  visitor.postBody(PATH, ...multipart({ submitKey: randomUUID(), text: "", ...fields }, file));
const paste = (visitor: Visitor, text: string) => visitor.post(PATH, { submitKey: randomUUID(), text });

async function previewOf(file: File): Promise<Answer> {
  const visitor = await newcomer();
  return visitor.follow(await send(visitor, file));
}
const filmsOn = ({ document }: Answer) => textsOf(document, "ol.club-list .movie-name");
const saidOn = ({ document }: Answer) => textsOf(document, ".panel > p");
const problemsOn = ({ document }: Answer) =>
  textsOf(document, "#file-problems, #text-problems").filter(Boolean);

async function libraryOf(visitor: Visitor): Promise<string[]> {
  const { document } = await visitor.get("/library");
  return textsOf(document, ".library-list .movie-name");
}

describe("a pasted list", () => {
  test("is shown line by line, and put into the library by one press, once", async () => {
    const visitor = await newcomer();
    await visitor.post("/library", {
      form: "add",
      submitKey: randomUUID(),
      title: "Сталкер",
      year: "1979",
      note: "",
    });
    const list =
      "1. Солярис (1972)\r\n2. сталкер (1979)\r\n\r\n3. https://www.kinopoisk.ru/film/43911/ Ностальгия\n4. kinopoisk.ru/film/326/";
    const preview = await visitor.follow(await paste(visitor, list));
    expect(textOf(preview.document, "h1")).toBe("Import: a pasted list");
    expect(saidOn(preview)).toEqual([
      "2 new films.",
      "1 is in the library already. Films you already have keep what you wrote; they only get what they lack.",
      "1 line can’t be read.",
    ]);
    expect(textsOf(preview.document, "ol.club-list li")).toEqual([
      "Солярис 1972new",
      "сталкер 1979already there",
      "Ностальгияnew",
    ]);
    expect(textsOf(preview.document, "ul.club-list li")).toEqual([
      "kinopoisk.ru/film/326/Line 5: a link alone says too little here; write the title beside it",
    ]);
    expect(await libraryOf(visitor), "nothing yet").toEqual(["Сталкер 1979"]);
    const pressed = await visitor.press(preview, "Add 2 films");
    expect(pressed.status).toBe(303);
    const done = await visitor.follow(pressed);
    expect([textOf(done.document, "h1"), ...saidOn(done)]).toEqual([
      "Done",
      "2 films added.",
      "1 was there already.",
      "1 line can’t be read.",
    ]);
    expect(await libraryOf(visitor)).toEqual(["Солярис 1972", "Ностальгия", "Сталкер 1979"]);
    const again = await visitor.follow(await visitor.press(preview, "Add 2 films"));
    expect(saidOn(again)).toEqual(saidOn(done));
    expect(await libraryOf(visitor)).toHaveLength(3);
    expect(await db("movies").where({ title: "Ностальгия" }).first("kinopoisk_id")).toEqual({
      kinopoisk_id: 43911,
    });
  });

  test("that is imported twice changes nothing", async () => {
    const visitor = await newcomer();
    for (const button of ["Add 2 films", "Fill in what’s missing"]) {
      await visitor.press(await visitor.follow(await paste(visitor, "Ran\nHer")), button);
    }
    expect(await libraryOf(visitor)).toEqual(["Ran", "Her"]);
  });

  test("that is blank, or far too long, comes back with why", async () => {
    const visitor = await newcomer();
    const blank = await paste(visitor, " \n ");
    expect([blank.status, problemsOn(blank)]).toEqual([422, ["Paste a list or choose a file."]]);
    const lines = Array.from({ length: 5_001 }, (_, index) => `Ералаш ${index}`).join("\n");
    const long = await send(visitor, { name: "", bytes: "" }, { text: lines });
    expect([long.status, problemsOn(long)]).toEqual([
      422,
      ["That is more than 5,000 films. Import them in parts."],
    ]);
    expect(valueOf(long.document, "text")).toBe(lines);
  });

  test("of 1,234 films is shown in pages and goes in with one press", async () => {
    const visitor = await newcomer();
    const list = Array.from({ length: 1_234 }, (_, index) => `Ералаш ${index} (1974)`).join("\n");
    const preview = await visitor.follow(await send(visitor, { name: "", bytes: "" }, { text: list }));
    expect([saidOn(preview), filmsOn(preview).length]).toEqual([["1,234 new films."], 100]);
    const last = await visitor.get(
      `${PATH}/${preview.document.querySelector(".pager a")!.getAttribute("href")!.split("/").at(-1)!.replace(/\d+$/, "1200")}`,
    );
    expect(filmsOn(last).at(-1)).toBe("Ералаш 1233 1974");
    let page = preview;
    while (textOf(page.document, "h1") !== "Done") {
      page = await visitor.follow(
        await visitor.press(page, page.document.querySelector<HTMLButtonElement>(".panel button")!),
      );
    }
    expect(saidOn(page)).toEqual(["1,234 films added."]);
  });
});

const LETTERBOXD = {
  "watchlist.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Ran,1985,https://boxd.it/1\n",
  "watched.csv":
    'Date,Name,Year,Letterboxd URI\n2023-05-06,"Crouching Tiger, Hidden Dragon",2000,https://boxd.it/2\n',
  "ratings.csv":
    'Date,Name,Year,Letterboxd URI,Rating\n2023-05-06,"Crouching Tiger, Hidden Dragon",2000,https://boxd.it/2,4.5\n',
  "diary.csv":
    'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2023-05-06,"Crouching Tiger, Hidden Dragon",2000,https://boxd.it/2,4.5,,"with Anya, cinema",2023-05-05\n',
  "likes/films.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Ran,1985,https://boxd.it/1\n",
  "lists/winter.csv":
    "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-01,Winter,,https://boxd.it/3,\n\nPosition,Name,Year,URL,Description\n1,Fargo,1996,https://boxd.it/4,Snow\n",
  "deleted/watchlist.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Gigli,2003,https://boxd.it/5\n",
  "profile.csv": "Date Joined,Username,Name\n2020-01-01,anya,Anya\n",
};
const zipOf = (files: Record<string, string | Uint8Array>) =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, typeof text === "string" ? strToU8(text) : text]),
      ),
    ),
  );

describe("files of others", () => {
  test("the whole archive of Letterboxd: what is wanted, watched, rated, loved and listed", async () => {
    const visitor = await newcomer();
    const preview = await visitor.follow(
      await send(visitor, { name: "letterboxd-anya.zip", bytes: zipOf(LETTERBOXD) }),
    );
    expect(textOf(preview.document, "h1")).toBe("Import: letterboxd-anya.zip");
    expect(filmsOn(preview).toSorted()).toEqual([
      "Crouching Tiger, Hidden Dragon 2000",
      "Fargo 1996",
      "Ran 1985",
    ]);
    await visitor.press(preview, "Add 3 films");
    const rows = await db("movies")
      .whereIn("title", ["Fargo", "Ran", "Crouching Tiger, Hidden Dragon"])
      .whereNot("badges", "{}")
      .orWhere("title", "Fargo")
      .orderBy("title")
      .select("title", "badges", "tags", "own_rating", "note", db.raw("watched_on::text"));
    expect(rows).toEqual([
      {
        title: "Crouching Tiger, Hidden Dragon",
        badges: ["watched"],
        tags: ["with anya", "cinema"],
        own_rating: 9,
        note: "",
        watched_on: "2023-05-05",
      },
      { title: "Fargo", badges: [], tags: ["winter"], own_rating: null, note: "Snow", watched_on: null },
      { title: "Ran", badges: ["favourite", "want"], tags: [], own_rating: null, note: "", watched_on: null },
    ]);
  });

  test("ratings from IMDb, with ids, minutes and genres", async () => {
    const visitor = await newcomer();
    const csv =
      "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\r\n" +
      'tt0113247,8,2022-02-02,La haine,La haine,https://www.imdb.com/title/tt0113247/,Movie,8.1,98,1995,"Crime, Drama",1,1995-05-31,"Mathieu Kassovitz"\r\n' +
      "tt0903747,,2022-02-02,Breaking Bad,Breaking Bad,https://www.imdb.com/title/tt0903747/,TV Series,9.5,,2008–2013,Drama,1,,\r\n" +
      "tt1234567,9,2022-02-02,Halo,Halo,https://www.imdb.com/title/tt1234567/,Video Game,9,,2001,Action,1,,\r\n";
    const preview = await visitor.follow(await send(visitor, { name: "ratings.csv", bytes: csv }));
    expect(filmsOn(preview)).toEqual(["La haine 1995", "Breaking Bad 2008"]);
    expect(textsOf(preview.document, "ul.club-list .hint")).toEqual(["Line 4: that isn’t about a film"]);
    await visitor.press(preview, "Add 2 films");
    const row = await db("movies")
      .where({ imdb_id: "tt0113247" })
      .first("runtime", "genres", "own_rating", "badges", "original_title");
    expect(row).toEqual({
      runtime: 98,
      genres: ["crime", "drama"],
      own_rating: 8,
      badges: ["watched"],
      original_title: null,
    });
  });

  const TABLE = 'Название;Год;Заметка\r\nСолярис;1972;"две\r\nстроки"\r\nРан;1985;\r\n';
  test.each<[string, Buffer]>([
    ["with a mark of UTF-8", Buffer.from(`\ufeff${TABLE}`)],
    ["in UTF-16", Buffer.from(`\ufeff${TABLE}`, "utf16le")],
    [
      "in UTF-16 that does not say so",
      Buffer.from(TABLE.replace(/[А-я]+;[А-я]+;[А-я]+/, "Name;Year;Review"), "utf16le"),
    ],
    ["in cp1251", cp1251(TABLE)],
    ["in cp1251 that says it is UTF-8", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), cp1251(TABLE)])],
  ])("a table %s, with semicolons, line breaks in quotes and CRLF", async (_, bytes) => {
    expect(filmsOn(await previewOf({ name: "фильмы.csv", bytes }))).toEqual(["Солярис 1972", "Ран 1985"]);
  });

  test("a table in Latin-1", async () => {
    const bytes = Buffer.from("Title,Year\nAmélie,2001\nDas Boot – Größe,1981\n".replace("–", "-"), "latin1");
    expect(filmsOn(await previewOf({ name: "a.csv", bytes }))).toEqual([
      "Amélie 2001",
      "Das Boot - Größe 1981",
    ]);
  });

  test("formulas stay the texts that they are", async () => {
    const bytes = 'Title,Year\n"=HYPERLINK(""https://example.org"")",1999\n+1,2000\n';
    expect(filmsOn(await previewOf({ name: "a.csv", bytes }))).toEqual([
      '=HYPERLINK("https://example.org") 1999',
      "+1 2000",
    ]);
  });
});

describe("what cannot be read is refused with its reason, and the pasted text stays", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
  const rows = (count: number) => `Title\n${"Ералаш\n".repeat(count)}`;
  /** Says that it becomes 100 bytes, and becomes a thousand times more. */
  const lying = () => {
    const zip = zipOf({ "watchlist.csv": "a".repeat(100_000) });
    for (const [signature, offset] of [
      ["504b0304", 22],
      ["504b0102", 24],
    ] as const) {
      zip.writeUInt32LE(100, zip.indexOf(Buffer.from(signature, "hex")) + offset);
    }
    return zip;
  };
  test.each<[string, Buffer | string, number, RegExp]>([
    ["a picture", png, 422, /neither a table nor an archive/],
    ["a table without titles", "a,b\n1,2\n", 422, /no column with titles/],
    ["nothing at all", "", 422, /no column with titles/],
    ["a quotation mark without its other half", 'Title,Year\n"Ran,1985\n', 422, /table is damaged/],
    ["another JSON", '{"films":[]}', 422, /a library exported from here/],
    ["broken JSON", '{"format":"movie-lottery-library","films":[', 422, /a library exported from here/],
    ["200,000 rows", rows(200_000 / 2).slice(0, 2 * 1024 * 1024 - 8), 422, /more than 5,000/],
    ["three megabytes", rows(250_000), 413, /more than 2 MB/],
    [
      "an archive that would become too large",
      zipOf({ "watchlist.csv": new Uint8Array(50 * 1024 * 1024) }),
      413,
      /more than 2 MB/,
    ],
    ["an archive that lies about its size", lying(), 422, /archive is damaged/],
    ["half an archive", zipOf(LETTERBOXD).subarray(0, 300), 422, /archive is damaged/],
    [
      "an archive of thousands of files",
      zipOf(Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`${index}.csv`, ""]))),
      413,
      /more than 2 MB/,
    ],
    ["an archive without tables", zipOf({ "photo.png": new Uint8Array(png) }), 422, /no column with titles/],
    [
      "another kind of archive",
      Buffer.from(gzipSync(strToU8(rows(3)))),
      422,
      /neither a table nor an archive/,
    ],
  ])("%s", async (_, bytes, status, reason) => {
    const visitor = await newcomer();
    const answer = await send(visitor, { name: "films.csv", bytes }, { text: "Солярис" });
    expect([answer.status, problemsOn(answer)]).toEqual([status, [expect.stringMatching(reason)]]);
    expect(valueOf(answer.document, "text")).toBe("Солярис");
    expect(textOf(answer.document, ".panel .aside-note")).toContain("“films.csv”");
  });

  test("an archive whose names lead elsewhere is only read", async () => {
    const preview = await previewOf({
      name: "a.zip",
      bytes: zipOf({ "../../../../tmp/watchlist.csv": LETTERBOXD["watchlist.csv"] }),
    });
    expect(filmsOn(preview)).toEqual(["Ran 1985"]);
  });

  test("a cell of a megabyte is a title that is too long, and the others are read", async () => {
    const preview = await previewOf({
      name: "a.csv",
      bytes: `Title,Year\n${"я".repeat(500_000)},1999\nRan,1985\n`,
    });
    expect([filmsOn(preview), textsOf(preview.document, "ul.club-list .hint")]).toEqual([
      ["Ran 1985"],
      ["Line 2: the title is too long"],
    ]);
  });

  test.each([
    ["a table of 300,000 columns", ",".repeat(300_000)],
    ["a thousand titles that become 18 times longer", `Title\n${`${"\ufdfa".repeat(150)}\n`.repeat(1_000)}`],
  ])("%s keeps nobody else waiting while it is read", async (_, bytes) => {
    const [sender, other] = [await newcomer(), await newcomer()];
    const begun = performance.now();
    const over = new AbortController();
    const sent = send(sender, { name: "a.csv", bytes }).finally(() => over.abort());
    let longest = 0;
    while (!over.signal.aborted) {
      const asked = performance.now();
      await other.get("/healthz");
      longest = Math.max(longest, performance.now() - asked);
    }
    expect(longest).toBeLessThan((performance.now() - begun) / 2);
    expect([303, 422]).toContain((await sent).status);
  });

  test("a form from another site, and more than anybody reads away", async () => {
    const visitor = await newcomer();
    const [body, type] = multipart({ submitKey: randomUUID(), text: "Ran" });
    expect((await visitor.postBody(PATH, body, { ...type, "Sec-Fetch-Site": "cross-site" })).status).toBe(
      403,
    );
    const huge = await send(visitor, { name: "a.csv", bytes: Buffer.alloc(17 * 1024 * 1024, "a") });
    expect(huge.status).toBe(413);
    expect((await visitor.get("/healthz")).status).toBe(200);
  });
});

describe("an import", () => {
  test("of others is not there, nor one that is older than a day", async () => {
    const visitor = await newcomer();
    const { location } = await paste(visitor, "Ran");
    const other = await newcomer();
    expect((await other.get(location)).status).toBe(404);
    expect((await other.post(location, {})).status).toBe(404);
    await db("imports")
      .where({ id: location.split("/").at(-1) })
      .update({ created_at: db.raw("now() - interval '25 hours'") });
    expect((await visitor.get(location)).status).toBe(404);
    expect((await visitor.post(location, {})).status).toBe(404);
    expect(await libraryOf(visitor)).toEqual([]);
  });

  test("two at once are both there in the end", async () => {
    const visitor = await newcomer();
    const both = await Promise.all([paste(visitor, "Ran\nHer"), paste(visitor, "Her\nFargo")]);
    await Promise.all(both.map(({ location }) => visitor.post(location, {})));
    expect((await libraryOf(visitor)).toSorted()).toEqual(["Fargo", "Her", "Ran"]);
  });

  test("that is confirmed, and then another list with the same key, is asked about", async () => {
    const visitor = await newcomer();
    const submitKey = randomUUID();
    const { location } = await visitor.post(PATH, { submitKey, text: "Ran" });
    await visitor.post(location, {});
    const other = await visitor.post(PATH, { submitKey, text: "Her" });
    expect([other.status, textOf(other.document, ".alert")]).toEqual([
      409,
      expect.stringMatching(/^This form has already/),
    ]);
    const { status } = await visitor.press(other, "See what’s in it");
    expect(status).toBe(303);
  });

  test("of who keeps no cookie comes back, because it could not be found again", async () => {
    const answer = await paste(server.visitor(), "Ran");
    expect([answer.status, valueOf(answer.document, "text")]).toEqual([403, "Ran"]);
  });
});

test("without a database nothing is lost: the list and the name of the file come back, a press can be repeated", async () => {
  const visitor = await newcomer();
  const { location } = await paste(visitor, "Ran");
  const preview = await visitor.get(location);
  const submitKey = randomUUID();
  proxy.cut();
  expect((await visitor.get(PATH)).status).toBe(200);
  const sent = await send(
    visitor,
    { name: "films.csv", bytes: "Title\nHer\n" },
    { text: "Fargo", submitKey },
  );
  expect([sent.status, sent.headers["retry-after"]]).toEqual([503, "3"]);
  expect([valueOf(sent.document, "text"), valueOf(sent.document, "submitKey")]).toEqual(["Fargo", submitKey]);
  expect(textOf(sent.document, ".panel .aside-note")).toContain("“films.csv”");
  const pressed = await visitor.press(preview, "Add 1 film");
  expect([pressed.status, textOf(pressed.document, ".message-again button")]).toEqual([503, "Do it again"]);
  expect((await visitor.get(`${location}?from=1`)).status, "never seen").toBe(503);
  proxy.restore();
  await databaseReady(server);
  const done = await visitor.follow(await visitor.press(pressed, "Do it again"));
  expect(saidOn(done)).toEqual(["1 film added."]);
  expect(await libraryOf(visitor)).toEqual(["Ran"]);
});

function cp1251(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (letter) => {
      const code = letter.codePointAt(0)!;
      return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
    }),
  );
}
