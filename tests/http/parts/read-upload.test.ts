import { describe, expect, test } from "vitest";
import { readUpload } from "#app/http/read-upload.server.ts";

const KB = 1024;
const SHAPE = {
  fields: new Map([
    ["key", { most: 5, times: 1 }],
    ["text", { most: Infinity, times: 1 }],
  ]),
  file: "file",
  most: 100 * KB,
};

type Part = { name: string; fileName?: string; body: string | Buffer };

/** A form as a browser sends it. */
function sent(
  parts: Part[],
  { end = "--x--\r\n", headers = {} }: { end?: string; headers?: Record<string, string> } = {},
): Request {
  const body = parts.map(({ name, fileName, body }) => {
    const file = fileName === undefined ? "" : `; filename="${fileName}"\r\nContent-Type: text/csv`;
    const head = `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), Buffer.from(body), Buffer.from("\r\n")]);
  });
  return new Request("http://localhost/library/import", {
    method: "POST",
    body: Buffer.concat([...body, Buffer.from(end)]),
    headers: {
      "Content-Type": "multipart/form-data; boundary=x",
      "Sec-Fetch-Site": "same-origin",
      ...headers,
    },
  });
}

/** What was read, with the text of the file; or the reason and status of the page that is thrown. */
async function read(request: Request) {
  try {
    const { fields, file } = await readUpload(request, SHAPE);
    return { fields: [...fields], file: file && [file.name, file.bytes?.toString("latin1") ?? null] };
  } catch (thrown) {
    const { data, init } = thrown as { data: { reason: string }; init: { status: number } };
    return [data.reason, init.status];
  }
}

const NOT_A_FORM = ["not-a-form", 400];
const TOO_LARGE = ["too-large", 413];

describe("what was sent is read as it was sent", () => {
  test("fields and a file", async () => {
    const bytes = Buffer.from([0xff, 0, 10, 13, 0x2d, 0x2d, 0x78]);
    const parts = [
      { name: "key", body: "a" },
      { name: "text", body: "Солярис\r\nСталкер ✅" },
      { name: "file", fileName: "список.csv", body: bytes },
    ];
    expect(await read(sent(parts))).toEqual({
      fields: [
        ["key", "a"],
        ["text", "Солярис\r\nСталкер ✅"],
      ],
      file: ["список.csv", bytes.toString("latin1")],
    });
  });

  test("a field for a file that was left empty", async () => {
    const parts = [
      { name: "key", body: "a" },
      { name: "file", fileName: "", body: "" },
    ];
    expect(await read(sent(parts))).toEqual({ fields: [["key", "a"]], file: null });
  });

  test("a name that looks like a path is only a name", async () => {
    const answer = await read(sent([{ name: "file", fileName: "../../etc/passwd.csv", body: "a" }]));
    expect(answer).toEqual({ fields: [], file: ["passwd.csv", "a"] });
  });

  test("a form without a file, as readForm takes it", async () => {
    const request = new Request("http://localhost/library/import", {
      method: "POST",
      body: new URLSearchParams({ key: "a" }),
    });
    expect(await read(request)).toEqual({ fields: [["key", "a"]], file: null });
  });
});

describe("a file that is too large is missing, and the rest is there", () => {
  test.each([
    [100 * KB, 100 * KB],
    [100 * KB + 1, null],
    [5_000 * KB, null],
  ])("%i bytes", async (size, kept) => {
    const parts = [
      { name: "file", fileName: "a.csv", body: Buffer.alloc(size, "a") },
      { name: "key", body: "a" },
    ];
    const { fields, file } = (await read(sent(parts))) as { fields: unknown; file: [string, string | null] };
    expect([fields, file[1]?.length ?? null]).toEqual([[["key", "a"]], kept]);
  });
});

describe("refused", () => {
  test.each<[string, Part[]]>([
    ["an unknown field", [{ name: "x[90000000]", body: "a" }]],
    ["__proto__", [{ name: "__proto__", body: "a" }]],
    [
      "a field twice",
      [
        { name: "key", body: "a" },
        { name: "key", body: "b" },
      ],
    ],
    ["a key that is too long", [{ name: "key", body: "abcdef" }]],
    ["broken UTF-8", [{ name: "text", body: Buffer.from([0xd0]) }]],
    ["a file in another field", [{ name: "key", fileName: "a.csv", body: "a" }]],
    [
      "two files",
      [
        { name: "file", fileName: "a.csv", body: "a" },
        { name: "file", fileName: "b.csv", body: "b" },
      ],
    ],
    ["a thousand parts", Array.from({ length: 1_000 }, () => ({ name: "key", body: "" }))],
  ])("%s", async (_, parts) => expect(await read(sent(parts))).toEqual(NOT_A_FORM));

  test("a form that breaks off", async () => {
    const parts = [{ name: "file", fileName: "a.csv", body: "a" }];
    expect(await read(sent(parts, { end: "" }))).toEqual(NOT_A_FORM);
  });

  test("a form without a boundary", async () => {
    const headers = { "Content-Type": "multipart/form-data; charset=utf-8" };
    expect(await read(sent([], { headers }))).toEqual(NOT_A_FORM);
  });

  test("a text that is too large", async () => {
    expect(await read(sent([{ name: "text", body: "a".repeat(101 * KB) }]))).toEqual(TOO_LARGE);
  });

  test("more than anybody reads away", async () => {
    const body = Buffer.alloc(17 * KB * KB, "a");
    expect(await read(sent([{ name: "file", fileName: "a.csv", body }]))).toEqual(TOO_LARGE);
  });

  test("another origin, and another type", async () => {
    expect(await read(sent([], { headers: { "Sec-Fetch-Site": "cross-site" } }))).toEqual([
      "foreign-origin",
      403,
    ]);
    expect(await read(sent([], { headers: { "Content-Type": "text/csv" } }))).toEqual(["wrong-type", 415]);
  });
});
