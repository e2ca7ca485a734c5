import { describe, expect, test, vi } from "vitest";
import { readForm, type Shape } from "#app/http/read-form.server.ts";

const SHAPE: Shape = new Map([
  ["title", { most: 5, times: 1 }],
  ["movie", { most: 10, times: 3 }],
  ["note", { most: Infinity, times: 1_500 }],
]);
const TYPE = "application/x-www-form-urlencoded";
const KB = 1024;

/** A form as our own page sends it, unless its headers say otherwise. */
function posted(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  const own = { "Content-Type": TYPE, "Sec-Fetch-Site": "same-origin" };
  return new Request("http://localhost/library", {
    method: "POST",
    body,
    headers: { ...own, ...headers },
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
}

/** The fields that were read, or why none were: the reason and status of the page that is thrown. */
async function readingOf(request: Request): Promise<[string, string][] | [string, number]> {
  try {
    return [...(await readForm(request, SHAPE))];
  } catch (thrown) {
    const { data, init } = thrown as { data: { reason: string }; init: { status: number } };
    return [data.reason, init.status];
  }
}

const read = (body: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>) =>
  readingOf(posted(body, headers));
const NOT_A_FORM = ["not-a-form", 400];
const TOO_LARGE = ["too-large", 413];

describe("what was typed is read as it was typed", () => {
  test.each<[string, [string, string][]]>([
    ["title=Ran", [["title", "Ran"]]],
    ["title=a+b", [["title", "a b"]]],
    ["title=a%2Bb", [["title", "a+b"]]],
    ["title=%D0%81%3D%26", [["title", "Ё=&"]]],
    ["title=a=b=", [["title", "a=b="]]],
    ["title=", [["title", ""]]],
    ["title", [["title", ""]]],
    ["%74itle=Ran", [["title", "Ran"]]],
    ["title=Ё", [["title", "Ё"]]],
    ["", []],
    [
      "&title=Ran&&note=&",
      [
        ["title", "Ran"],
        ["note", ""],
      ],
    ],
  ])("%s", async (body, fields) => {
    expect(await read(body)).toEqual(fields);
  });

  test("a form without a body is an empty one", async () => {
    expect(await readingOf(posted(null))).toEqual([]);
  });

  test("a byte order mark is no part of the first name", async () => {
    expect(await read("\ufefftitle=Ran")).toEqual([["title", "Ran"]]);
  });
});

describe("what no page of ours sends is 400", () => {
  test.each([
    ["a name that the shape does not have", "other=1"],
    ["one among others", "title=Ran&other=1"],
    ["a name below one that it has", "title.x=1"],
    ["a name in another case", "Title=Ran"],
    ["no name", "=Ran"],
    ["a name of an object's own", "constructor=1"],
    ["a broken name", "%E0%A4%A=1"],
    ["a broken value", "title=%E0%A4%A"],
    ["a sign that begins nothing", "title=100%"],
    ["bytes that are no UTF-8", "title=%FF"],
  ])("%s", async (_, body) => {
    expect(await read(body)).toEqual(NOT_A_FORM);
  });

  test("raw bytes that are no UTF-8", async () => {
    expect(await read(Uint8Array.from([...Buffer.from("title="), 0xff, 0xfe]))).toEqual(NOT_A_FORM);
  });

  test("a value is as long as the shape allows, in UTF-16 units, and no longer", async () => {
    expect(await read("title=12345")).toEqual([["title", "12345"]]);
    expect(await read("title=123456")).toEqual(NOT_A_FORM);
    expect(await read(`title=${encodeURIComponent("🎬🎬1")}`)).toEqual([["title", "🎬🎬1"]]);
    expect(await read(`title=${encodeURIComponent("🎬🎬🎬")}`)).toEqual(NOT_A_FORM);
  });

  test("a field comes as often as the shape allows, and no more often", async () => {
    expect(await read("movie=a&movie=b&movie=c")).toEqual(["a", "b", "c"].map((each) => ["movie", each]));
    expect(await read("movie=a&movie=b&movie=c&movie=d")).toEqual(NOT_A_FORM);
    expect(await read("title=a&title=b")).toEqual(NOT_A_FORM);
    expect(await read("title=a&movie=b&movie=c")).toHaveLength(3);
  });
});

describe("how large a form may be", () => {
  const filled = (bytes: number) => `note=${"a".repeat(bytes - "note=".length)}`;

  test("64 KB and no byte more, whether its length is told or not", async () => {
    for (const stream of [false, true]) {
      const body = (bytes: number) => (stream ? new Blob([filled(bytes)]).stream() : filled(bytes));
      expect(await readingOf(posted(body(64 * KB)))).toHaveLength(1);
      expect(await readingOf(posted(body(64 * KB + 1)))).toEqual(TOO_LARGE);
    }
  });

  test("a length that is too much is refused before anything is read", async () => {
    const pull = vi.fn<() => void>();
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    expect(await readingOf(posted(body, { "Content-Length": String(64 * KB + 1) }))).toEqual(TOO_LARGE);
    expect(pull).not.toHaveBeenCalled();
  });

  test("a length that is just right is read", async () => {
    expect(await read("title=Ran", { "Content-Length": String(64 * KB) })).toEqual([["title", "Ran"]]);
  });

  test("a body without end is read no further than it may be long", async () => {
    let pulled = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      pulled += 1;
      controller.enqueue(Buffer.alloc(KB, "a"));
    };
    expect(await readingOf(posted(new ReadableStream({ pull }, { highWaterMark: 0 })))).toEqual(TOO_LARGE);
    expect(pulled).toBe(65);
  });

  test("1,500 fields and no more", async () => {
    const fields = (count: number) => Array.from({ length: count }, () => "note=a").join("&");
    expect(await read(fields(1_500))).toHaveLength(1_500);
    expect(await read(fields(1_501))).toEqual(TOO_LARGE);
    expect(await read("&".repeat(1_499))).toEqual([]);
    expect(await read("&".repeat(1_500))).toEqual(TOO_LARGE);
  });
});

describe("what is no form is 415", () => {
  test.each([
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json",
    "application/x-www-form-urlencoded2",
    "a application/x-www-form-urlencoded",
    "",
  ])("%s", async (type) => {
    expect(await read("title=Ran", { "Content-Type": type })).toEqual(["wrong-type", 415]);
  });

  test("nor is one that does not say what it is", async () => {
    const request = posted("title=Ran");
    request.headers.delete("Content-Type");
    expect(await readingOf(request)).toEqual(["wrong-type", 415]);
  });

  test.each([`${TYPE};charset=UTF-8`, ` ${TYPE} ; x`, TYPE.toUpperCase()])(
    "but “%s” is one",
    async (type) => {
      expect(await read("title=Ran", { "Content-Type": type })).toEqual([["title", "Ran"]]);
    },
  );
});

test("a form of another site is 403, whatever else is wrong with it", async () => {
  const headers = { "Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain" };
  expect(await read("title=Ran", headers)).toEqual(["foreign-origin", 403]);
});
