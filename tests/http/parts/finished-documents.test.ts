import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFinishedDocuments, documentKey, finishedBody } from "#app/http/finished-documents.server.ts";
import { deflated, filled, gzipFilled, templateOf } from "#app/http/template.server.ts";

const KEYS = ["8d7f6a1e-0000-4000-8000-000000000001", "8d7f6a1e-0000-4000-8000-000000000002"];
const OTHERS = ["11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "22222222-bbbb-4bbb-8bbb-bbbbbbbbbbbb"];
const NO_KEYS = { keys: [], moment: null };

const texts = fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => text.replaceAll("\0", ""));
/** A text in which the two keys stand at any places, next to each other and at both ends too. */
const documents = fc
  .array(fc.oneof(texts, fc.constantFrom(...KEYS), fc.constant("<p>Сталкер</p>".repeat(3_000))), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(""));

function buffers(values: readonly string[]): Buffer[] {
  return values.map((value) => Buffer.from(value));
}

describe("a finished text", () => {
  test("has other values where the first ones stood, and is the same when compressed", () => {
    fc.assert(
      fc.property(documents, (text) => {
        const template = templateOf(text, KEYS);
        const wanted = text.replaceAll(KEYS[0]!, OTHERS[0]!).replaceAll(KEYS[1]!, OTHERS[1]!);
        const compressed = deflated(template);
        expect(filled(template, buffers(OTHERS)).toString()).toBe(wanted);
        expect(gunzipSync(gzipFilled(template, compressed, buffers(OTHERS))).toString()).toBe(wanted);
        expect(gunzipSync(gzipFilled(template, compressed, buffers(KEYS))).toString()).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test("remembers nothing of the values that it was made with", () => {
    const template = templateOf(`a${KEYS[0]}b${KEYS[1]}c${KEYS[0]}`, KEYS);
    const kept = Buffer.concat([...template.parts]).toString();
    expect([kept, template.holes]).toEqual(["abc", [0, 1, 0]]);
  });
});

describe("the key of a document", () => {
  const page = (data: unknown, { address = "/", language = "en" } = {}) => ({
    address,
    language,
    data: { root: { notice: null }, page: data } as Record<string, unknown>,
  });

  test("is another one for every difference", () => {
    const moment = new Date(5);
    const some: unknown[] = [
      null,
      undefined,
      {},
      [],
      "",
      0,
      -0,
      NaN,
      false,
      moment,
      new Date(6),
      moment.toISOString(),
      new Map([[1, 2]]),
      new Map(),
      new Set([1]),
      "0",
      { a: undefined },
      { a: null },
      { a: "b" },
      { a: ["b"] },
      [null],
      [undefined],
      10n,
    ];
    const keys = some.flatMap((value) => [
      documentKey(page({ value }), NO_KEYS),
      documentKey(page(value), NO_KEYS),
    ]);
    const addresses = ["/", "/?a", "/?a=", "/l/2"].map((address) =>
      documentKey(page({}, { address }), NO_KEYS),
    );
    const all = [...keys, ...addresses.slice(1), documentKey(page({}, { language: "ru" }), NO_KEYS)];
    expect(all).not.toContain(null);
    expect(new Set(all).size).toBe(all.length);
  });

  test("leaves out what was made for one request, but not where it stands", () => {
    const first = { keys: KEYS, moment: 1_000 };
    const second = { keys: OTHERS, moment: 2_000 };
    const answered = ([one, other]: readonly string[], now: number) => page({ one, other, now, films: 3 });
    const key = documentKey(answered(KEYS, 1_000), first);
    expect(documentKey(answered(OTHERS, 2_000), second)).toBe(key);
    expect(documentKey(answered(OTHERS.toReversed(), 2_000), second)).not.toBe(key);
    expect(documentKey(answered(OTHERS, 2_000), { ...second, moment: 3_000 })).not.toBe(key);
    expect(documentKey(answered(OTHERS, 2_000), NO_KEYS)).not.toBe(key);
  });

  test.each([Promise.resolve(1), () => 1])("there is none for what cannot be compared: %s", (value) => {
    expect(documentKey(page({ value }), NO_KEYS)).toBeNull();
  });
});

describe("documents", () => {
  const kept = (text: string, trueUntil = Infinity) => ({
    body: Buffer.from(text),
    values: KEYS,
    trueUntil,
  });

  test("are forgotten when an age on them is no longer true", () => {
    const documents = createFinishedDocuments({ maxBytes: 1_000_000 });
    documents.keep("a", kept("a", 2_000));
    expect(documents.recall("a", 1_999)).not.toBeNull();
    expect(documents.recall("a", 2_000)).toBeNull();
    expect(documents.recall("b", 0)).toBeNull();
  });

  test("go when there are too many bytes of them, those first that nobody asks for", () => {
    const documents = createFinishedDocuments({ maxBytes: 100_000 });
    for (let count = 0; count < 40; count += 1) {
      documents.keep(`page ${count}`, kept("x".repeat(2_000)));
      expect(documents.recall("page 0", 0)).not.toBeNull();
    }
    const left = Array.from({ length: 40 }, (_, count) => documents.recall(`page ${count}`, 0) !== null);
    expect(left.filter(Boolean).length).toBeLessThan(25);
    documents.keep("huge", kept("x".repeat(60_000)));
    expect(documents.recall("huge", 0)).toBeNull();
  });

  test.each([
    ["gzip, deflate, br", "gzip"],
    ["br;q=1, gzip;q=0", null],
    ["identity", null],
    [null, null],
  ])("are sent to who accepts %s as %s", (accepts, encoding) => {
    const documents = createFinishedDocuments({ maxBytes: 1_000_000 });
    documents.keep("a", kept(`a ${KEYS[0]} b`));
    const request = new Request("http://x/", {
      headers: accepts === null ? {} : { "Accept-Encoding": accepts },
    });
    const headers = new Headers();
    const body = finishedBody(documents.recall("a", 0)!, OTHERS, request, headers);
    expect(headers.get("Content-Encoding")).toBe(encoding);
    expect(headers.get("Vary")).toBe("Accept-Encoding");
    expect((encoding ? gunzipSync(body) : body).toString()).toBe(`a ${OTHERS[0]} b`);
  });
});
