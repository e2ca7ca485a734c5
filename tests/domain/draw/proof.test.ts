import { expect, test } from "vitest";
import { opensslCheck, pythonCheck } from "#app/domain/draw/proof.ts";

const CHECKABLE = {
  terms: { lotteryId: "23456789ab", number: 2, listHash: "ab12", wordHash: "cd34" },
  seedHash: "ef56",
  seed: "00ff",
  word: 'по"пкорн',
  candidates: [
    { position: 1, id: "one", title: 'Her "2"', year: null, weight: 1 },
    { position: 2, id: "two", title: "Сталкер", year: 1979, weight: 2 },
  ],
};

test("the line for a shell names the seed and the message of a try", () => {
  expect(opensslCheck(CHECKABLE, 3)).toBe(
    "printf 'movie-lottery draw v1\\nlottery 23456789ab\\ndraw 2\\nlist ab12\\nword cd34\\ncounter 3' | " +
      "openssl dgst -sha256 -mac HMAC -macopt hexkey:00ff",
  );
});

test("the script holds all that a draw is computed from, as Python writes texts", () => {
  const lines = pythonCheck(CHECKABLE).split("\n");
  const from = lines.indexOf("lines = [");
  expect(lines.slice(from, from + 5)).toEqual([
    "lines = [",
    '    "movie-lottery list v1",',
    '    "1 one 1 - Her \\"2\\"",',
    '    "2 two 2 1979 Сталкер",',
    "]",
  ]);
  for (const line of [
    'seed = bytes.fromhex("00ff")',
    'word = "по\\"пкорн"',
    'print("seed hash is the published one:", sha256(seed) == "ef56")',
    'print("list hash is the published one:", list_hash == "ab12")',
    '        "lottery 23456789ab",',
    '        "draw 2",',
  ])
    expect(lines).toContain(line);
});
