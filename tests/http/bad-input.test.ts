import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { problemsOf, ticketsOf, valueOf } from "#tests/support/forms.ts";
import { textOf, textsOf } from "#tests/support/html.ts";
import { ADD, arrive, createLottery, EVENING, type Film, formWith } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const server = await sharedServer();
const visitor = () => server.visitor();
const lastYear = new Date().getUTCFullYear() + 6;
const NOT_CREATED = "Not created yet: something needs fixing.";

// One example each; the rules themselves are tests/domain/lottery/lottery-input.test.ts.
describe("a field that is wrong is 422, said beside the field, with everything still there", () => {
  const cases: { name: string; field: string; value: string; problem: string }[] = [
    { name: "blank title", field: "entries[1].title", value: "   ", problem: "Write a title." },
    {
      name: "title of 10,000 characters",
      field: "entries[1].title",
      value: "Очень длинное кино ".repeat(527).slice(0, 10_000),
      problem: "This title is longer than 200 characters.",
    },
    {
      name: "year abc",
      field: "entries[1].year",
      value: "abc",
      problem: "The year must be a number, such as 1972.",
    },
    {
      name: "year 1500",
      field: "entries[1].year",
      value: "1500",
      problem: `The year must be between 1870 and ${lastYear}.`,
    },
    {
      name: "poster over http",
      field: "entries[1].poster",
      value: "http://example.org/poster.jpg",
      problem: "The poster’s address must begin with https://",
    },
    {
      name: "long name",
      field: "name",
      value: "э".repeat(101),
      problem: "The name is longer than 100 characters.",
    },
    {
      name: "year typed but not added",
      field: "year",
      value: "abc",
      problem: "The year must be a number, such as 1972.",
    },
  ];

  test.each(cases)("$name", async ({ field, value, problem }) => {
    const form = formWith(EVENING, { name: "Кино в пятницу", several: "", [field]: value });
    const { status, document } = await visitor().post("/?index", form);
    expect(status).toBe(422);
    const said = field.endsWith("poster")
      ? textOf(document, "#entry-1-poster-problems")
      : problemsOf(document, field);
    expect(said).toBe(problem);
    for (const [name, typed] of Object.entries(form)) expect(valueOf(document, name)).toBe(sentBack(typed));
    expect(textOf(document, "[role=alert]")).toBe(NOT_CREATED);
  });

  test("all problems at once", async () => {
    const films = [
      ["", 1972],
      ["Ran", "abc"],
      ["Psycho", 1500],
      ["Psycho", 1500],
    ] as const;
    const { status, document } = await visitor().post("/?index", formWith(films, { name: "x".repeat(101) }));
    expect(status).toBe(422);
    expect(problemsOf(document, "entries[0].title")).toBe("Write a title.");
    expect(problemsOf(document, "entries[1].year")).toBe("The year must be a number, such as 1972.");
    expect(problemsOf(document, "entries[2].year")).toMatch(/^The year must be between/);
    expect(problemsOf(document, "name")).toBe("The name is longer than 100 characters.");
  });

  test.each([
    { count: 1, problem: "A lottery needs at least 2 films." },
    { count: 26, problem: "A lottery holds at most 25 films. Remove some." },
  ])("$count films", async ({ count, problem }) => {
    const films = Array.from({ length: count }, (_, index): Film => [`Фантомас ${index + 1}`, 1964]);
    const { status, document } = await visitor().post("/?index", formWith(films));
    expect(status).toBe(422);
    expect(textOf(document, "#entries-problems")).toBe(problem);
    expect(ticketsOf(document)).toHaveLength(count);
  });

  test("the same film twice", async () => {
    const { status, document } = await visitor().post(
      "/?index",
      formWith([
        ["Солярис", 1972],
        ["солярис", 1972],
      ]),
    );
    expect(status).toBe(422);
    expect(problemsOf(document, "entries[1].title")).toMatch(/^This film is already in the list/);
  });

  test("a pasted list that is too long stays where it was pasted", async () => {
    const several = Array.from({ length: 101 }, (_, index) => `Film ${index}`).join("\r\n");
    const host = visitor();
    const page = await host.press(await arrive(host), ADD, { several });
    expect(page.status).toBe(422);
    expect(valueOf(page.document, "several").split("\n")).toHaveLength(101);
    expect(problemsOf(page.document, "several")).toBe("That is more than 100 lines. Paste fewer at once.");
  });

  test("the library's form", async () => {
    const form = {
      form: "add",
      submitKey: randomUUID(),
      title: " ",
      year: "abc",
      note: "н".repeat(1001),
      poster: "x",
    };
    const { status, document } = await visitor().post("/library", form);
    expect(status).toBe(422);
    expect(problemsOf(document, "title")).toBe("Write a title.");
    expect(problemsOf(document, "year")).toBe("The year must be a number, such as 1972.");
    expect(problemsOf(document, "note")).toBe("The note is longer than 1000 characters.");
    expect(problemsOf(document, "poster")).toBe("The poster’s address must begin with https://");
    for (const name of ["year", "note", "poster", "submitKey"] as const) {
      expect(valueOf(document, name)).toBe(form[name]);
    }
  });
});

describe("texts that could break a page", () => {
  const titles = [
    `</script><script>alert("1")</script>`,
    `Кавычки "ёлочки" 'апостроф' & амперсанд <b>`,
    "🎬 Семья 👨‍👩‍👧‍👦 é",
    "ألف ليلة وليلة (فيلم)",
    "{{7*7}} ${7*7} %00 \\u0000",
  ];

  test.each(titles)("%s arrives as it was written", async (title) => {
    const host = visitor();
    const path = await createLottery(host, [[title], ["Jaws", 1975]], { name: title.slice(0, 100) });
    const { status, document, html } = await host.get(path);
    expect(status).toBe(200);
    expect(textsOf(document, ".candidates bdi")[0]).toBe(title.normalize("NFC"));
    expect(document.querySelectorAll("b")).toHaveLength(0);
    expect(html).not.toContain("<script>alert");
    const nonces = [...document.querySelectorAll("script")].map((script) => script.getAttribute("nonce"));
    expect(new Set(nonces).size).toBe(1);
    expect((await host.get("/")).status).toBe(200);
    expect((await host.get("/history")).status).toBe(200);
  });

  test("NUL and control characters vanish", async () => {
    const host = visitor();
    const path = await createLottery(host, [
      ["Стал\u0000кер\u0007\u001b", 1979],
      ["Jaws\tof\nSteel", 1975],
    ]);
    const { document } = await host.get(path);
    expect(textsOf(document, ".candidates bdi")).toEqual(["Сталкер", "Jaws of Steel"]);
  });
});

describe("bodies that are no form of ours", () => {
  const form = () => new URLSearchParams(formWith(EVENING)).toString();
  const pages = ["/?index", "/library", "/l/2222222222/draw", "/l/2222222222/deletion", "/language"];

  test.each(pages)("1 MB to %s is 413 with a page", async (path) => {
    const answer = await visitor().postBody(path, `${form()}&note=${"a".repeat(1024 * 1024)}`);
    expect(answer.status).toBe(413);
    expect(textOf(answer.document, "h1")).toBe("Too much at once");
  });

  test("thousands of fields are 413", async () => {
    const answer = await visitor().postBody("/?index", "a=1&".repeat(1_600));
    expect(answer.status).toBe(413);
  });

  test.each(["application/json", "multipart/form-data; boundary=x", "text/plain", undefined])(
    "content type %s is 415 with a page",
    async (type) => {
      const answer = await visitor().postBody("/?index", `{"title":"Ran"}`, { "Content-Type": type });
      expect(answer.status).toBe(415);
      expect(textOf(answer.document, "h1")).toBe("That wasn’t a form");
    },
  );

  test.each([
    ["damaged percent encoding", "title=%E0%A4%A"],
    ["bytes that are no UTF-8", "title=%FF%FE"],
    ["raw bytes", Buffer.from([0x74, 0x3d, 0xff, 0x00, 0xfe])],
  ])("%s is 400", async (_, body) => {
    const answer = await visitor().postBody("/?index", body);
    expect(answer.status).toBe(400);
    expect(textOf(answer.document, "h1")).toBe("That could not be read");
  });

  test("fields that this form never had are 400", async () => {
    expect((await visitor().postBody("/?index", "hello")).status).toBe(400);
  });

  test.each([
    ["no JSON", "insert"],
    ["unknown type", JSON.stringify({ type: "explode", payload: { name: "entries" } })],
    ["another list", JSON.stringify({ type: "insert", payload: { name: "clubs" } })],
    ["absurd index", JSON.stringify({ type: "remove", payload: { name: "entries", index: 1e9 } })],
  ])("an unknown intent (%s) is 400", async (_, intent) => {
    const answer = await visitor().post("/?index", formWith(EVENING, { __intent__: intent }));
    expect(answer.status).toBe(400);
    expect(textOf(answer.document, "h1")).toBe("Unknown command");
  });

  test("removing a film that is not there leaves the list alone", async () => {
    const intent = JSON.stringify({ type: "remove", payload: { name: "entries", index: 77 } });
    const answer = await visitor().post("/?index", formWith(EVENING, { __intent__: intent }));
    expect(answer.status).toBe(200);
    expect(ticketsOf(answer.document).map(({ title }) => title)).toEqual(EVENING.map(([title]) => title));
  });

  test.each([
    ["a form without a key", { submitKey: "" }],
    ["a key that is none", { submitKey: "1' or '1'='1" }],
  ])("%s is never a lottery, and the films stay", async (_, extra) => {
    const answer = await visitor().post("/?index", formWith(EVENING, extra));
    expect(answer.status).toBe(422);
    expect(ticketsOf(answer.document)).toHaveLength(EVENING.length);
  });

  test("entries far apart, doubled or nested stay an ordinary refusal", async () => {
    for (const body of [
      "entries[400].title=Ran&entries[0].title=Jaws",
      "entries=Ran&entries=Jaws",
      "entries[0]=Ran&entries[1]=Jaws",
      "entries[0].title.deep=Ran",
      "__proto__[x]=1&constructor.prototype.x=1",
      "submitKey[0]=1&name[0]=2&title.x=1",
    ]) {
      const answer = await visitor().postBody("/?index", body);
      expect([body, answer.status]).toEqual([body, 400]);
    }
  });

  test.each(["add-everything", ""])("the library refuses the command “%s” with 400", async (command) => {
    const answer = await visitor().post("/library", { form: command });
    expect(answer.status).toBe(400);
  });
});

describe("addresses", () => {
  test.each([
    "/l/2222222222",
    "/l/short",
    "/l/2222222222/deletion",
    "/library/2222222222",
    "/library/2222222222/deletion",
    "/wp-login.php",
    "/l/2222222222/extra/parts",
    "/L/..%2f..%2fetc%2fpasswd",
    "/l/%0d%0aX:y/draw",
    "/l/%D0%B0/draw",
    "/l/%00/draw",
    "/l/short/draw",
  ])("%s is a 404 page", async (path) => {
    const answer = await visitor().get(path);
    expect(answer.status).toBe(404);
    expect(textOf(answer.document, "h1")).toBe("No such page");
    expect(answer.document.querySelector("nav a")).not.toBeNull();
  });

  test.each(["/%E0%A4%A", "/l/%", "/library/%ff", "/%"])("%s is 400 with a page", async (path) => {
    const answer = await visitor().get(path);
    expect(answer.status).toBe(400);
    expect(textOf(answer.document, "h1")).toBe("That address is damaged");
  });

  test.each([
    "/history?before=garbage",
    "/library?before=1-'",
    "/history?before=999999999999999-zzzzzzzzzz",
    "/library?before=%ff",
    "/?index&index",
  ])("%s is an ordinary page", async (path) => {
    expect((await visitor().get(path)).status).toBe(200);
  });

  test.each(["PUT", "DELETE", "PATCH"])("%s is refused without harm", async (method) => {
    const answer = await visitor().send("/", { method, headers: { Origin: server.url } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  test("posting to a page that takes nothing", async () => {
    const answer = await visitor().post("/history/numbers", { title: "Ran" });
    expect(answer.status).toBe(405);
    expect(textOf(answer.document, "h1")).toBe("This page can’t be opened that way");
  });
});

describe("forms from other sites", () => {
  const foreign = [
    { name: "Sec-Fetch-Site", headers: { "Sec-Fetch-Site": "cross-site" } },
    { name: "a neighbour's Sec-Fetch-Site", headers: { "Sec-Fetch-Site": "same-site" } },
    { name: "only Origin", headers: { "Sec-Fetch-Site": undefined, Origin: "https://evil.example" } },
    { name: "Origin null", headers: { "Sec-Fetch-Site": undefined, Origin: "null" } },
    {
      name: "Origin of another port",
      headers: { "Sec-Fetch-Site": undefined, Origin: "http://127.0.0.1:1" },
    },
  ];

  test.each(foreign)("told by $name are 403 and change nothing", async ({ headers }) => {
    const host = visitor();
    const path = await createLottery(host);
    for (const [to, fields] of [
      ["/?index", formWith(EVENING)],
      [`${path}/draw`, {}],
      [`${path}/deletion`, {}],
      ["/library", { form: "add", submitKey: randomUUID(), title: "Ran" }],
      ["/language", { language: "ru" }],
    ] as const) {
      const answer = await host.post(to, fields, headers);
      expect([to, answer.status]).toEqual([to, 403]);
      expect(textOf(answer.document, "h1")).toBe("That came from another site");
    }
    expect(textsOf((await host.get(path)).document, ".verdict")).toEqual([]);
    expect(textOf((await host.get("/library")).document, ".empty-list")).not.toBe("");
  });

  test("a form without either header is accepted, for old browsers", async () => {
    const plain = { "Sec-Fetch-Site": undefined, Origin: undefined };
    const answer = await visitor().post("/?index", formWith(EVENING), plain);
    expect(answer.status).toBe(303);
  });
});

describe("cookies", () => {
  test.each([
    "visitor=forged",
    "visitor=eyJpZCI6IjEifQ%3D%3D.c2lnbmF0dXJl",
    "visitor=%E0%A4%A",
    "visitor=; notice=x; language=x",
    `visitor=${"a".repeat(4_000)}`,
    "language=%7B%7D; notice=eyJpZCI6ImxvdHRlcnktY3JlYXRlZCJ9.bm8",
  ])("%s makes a new visitor and no error", async (Cookie) => {
    const someone = visitor();
    for (const path of ["/", "/library", "/history"]) {
      const answer = await someone.get(path, { Cookie });
      expect(answer.status).toBe(200);
      expect(textOf(answer.document, ".notice")).toBe("");
    }
    const created = await someone.post("/?index", formWith(EVENING), { Cookie });
    expect(created.status).toBe(303);
    expect(someone.jar.has("visitor")).toBe(true);
    expect((await someone.follow(created)).document.querySelector("#share-link")).not.toBeNull();
  });

  test("a cookie of an old secret is a new visitor too", async () => {
    const host = visitor();
    await arrive(host);
    const [value = "", signature = ""] = host.jar.get("visitor")!.split(".");
    const Cookie = `visitor=${value}.${signature.replace(/[A-Za-z]/, (letter) => (letter === "A" ? "B" : "A"))}`;
    const answer = await visitor().get("/", { Cookie });
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]?.join()).toContain("visitor=");
  });
});

describe("what belongs to others or is gone", () => {
  test("a stranger sees no delete link and cannot delete", async () => {
    const [host, stranger] = [visitor(), visitor()];
    const path = await createLottery(host);
    await arrive(stranger);
    expect((await stranger.get(path)).html).not.toContain(`${path}/deletion`);
    for (const answer of [
      await stranger.get(`${path}/deletion`),
      await stranger.post(`${path}/deletion`, {}),
    ]) {
      expect(answer.status).toBe(404);
      expect(textOf(answer.document, "h1")).toBe("No such page");
    }
    expect((await visitor().post(`${path}/deletion`, {})).status).toBe(403);
    expect((await host.get(path)).status).toBe(200);
  });

  test("a deleted lottery can be neither drawn nor seen, and deleting it again says that it is gone", async () => {
    const host = visitor();
    const path = await createLottery(host);
    expect((await host.post(`${path}/deletion`, {})).status).toBe(303);
    const answers = [
      await host.post(`${path}/draw`, {}),
      await host.get(path),
      await host.get(`${path}/deletion`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const again = await host.follow(await host.post(`${path}/deletion`, {}));
    expect(textOf(again.document, ".notice")).toBe("That lottery is already gone.");
  });

  test("a film that is removed twice is gone as well", async () => {
    const owner = visitor();
    await arrive(owner);
    await owner.post("/library", { form: "add", submitKey: randomUUID(), title: "Сталкер" });
    const path = await firstMovieOf(owner);
    for (const said of ["“Сталкер” is no longer in the library.", "That film is no longer in the library."]) {
      const removed = await owner.follow(await owner.post(`${path}/deletion`, { title: "Сталкер" }));
      expect(textOf(removed.document, ".notice p")).toBe(said);
    }
  });

  test("a stranger's movie is not there for looking, noting and removing", async () => {
    const [owner, stranger] = [visitor(), visitor()];
    await Promise.all([arrive(owner), arrive(stranger)]);
    await owner.post("/library", { form: "add", submitKey: randomUUID(), title: "Ностальгия", year: "1983" });
    const path = await firstMovieOf(owner);
    const answers = [
      await stranger.get(path),
      await stranger.post(path, { note: "mine now" }),
      await stranger.get(`${path}/deletion`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    // The same as for a film that was removed, so that nothing is told of other clubs.
    const removed = await stranger.follow(await stranger.post(`${path}/deletion`, { title: "Ностальгия" }));
    expect(textOf(removed.document, ".notice")).toBe("That film is no longer in the library.");
    expect((await owner.get(path)).status).toBe(200);
  });
});

async function firstMovieOf(owner: ReturnType<typeof visitor>): Promise<string> {
  const library = await owner.get("/library");
  return library.document.querySelector(".poster-link")?.getAttribute("href") ?? "";
}

/** What a field shows of a value: HTML has no NUL, and one-line fields no line breaks. */
function sentBack(typed: string): string {
  return typed.replaceAll("\u0000", "\ufffd");
}
