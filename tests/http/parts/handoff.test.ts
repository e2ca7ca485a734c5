import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { handoffScripts } from "#app/http/handoff.server.ts";

const NONCE = "abcdefghijklmnopqrstuv";

/** What the scripts hand over, when a browser runs them. */
async function handed(pieces: readonly Uint8Array[]) {
  const html = await handoffScripts(
    Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>,
    NONCE,
  );
  const [, script = ""] = /^<script nonce="abcdefghijklmnopqrstuv">(.*)<\/script>$/s.exec(html) ?? [];
  const texts: string[] = [];
  let closed = 0;
  const streamController = { enqueue: (text: string) => texts.push(text), close: () => (closed += 1) };
  runInNewContext(script, { window: { __remixContext: { streamController } } });
  return { text: texts.join(""), closed, script };
}

test("what loaders answered arrives as it was, in whatever pieces, and ends no script", async () => {
  const nasty = fc.constantFrom(
    "</script>",
    "<!--",
    "]]>",
    "\u2028",
    "\u2029",
    "&lt;",
    "\\",
    '"',
    "Сталкер 🎬",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(nasty, fc.string())), fc.nat(), async (words, place) => {
      const bytes = new TextEncoder().encode(words.join(""));
      const cut = bytes.length === 0 ? 0 : place % bytes.length;
      const { text, closed, script } = await handed([bytes.slice(0, cut), bytes.slice(cut)]);
      expect([text, closed]).toEqual([words.join(""), 1]);
      expect(script).not.toMatch(/[<&\u2028\u2029]/);
    }),
  );
});

test("without a stream there are none", async () => {
  expect(await handoffScripts(undefined, NONCE)).toBe("");
});
