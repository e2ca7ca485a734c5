import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sourcesIn } from "#tests/support/sources.ts";

/**
 * The words of this app in README.md, and what else only an app about films would say. Not among them: "host", which is a
 * header of HTTP.
 */
const DOMAIN_WORD =
  /^(?:lotter(?:y|ies)|movies?|films?|cinemas?|entr(?:y|ies)|draws?|drawn|drew|redraw\w*|commitments?|winners?|reveal\w*|reels?|proofs?|librar(?:y|ies)|badges?|clubs?|invites?|visitors?|guests?|suggestions?|polls?|ballots?|providers?|posters?|previews?|deletions?|hats?|tickets?)$/;

const ROOT = path.join(import.meta.dirname, "..");

test("http/ is plumbing that would serve any app: no word of the domain in names, strings or comments", () => {
  const files = sourcesIn("app/http/**/*").map((source) => source.path);
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((file) => {
    const lines = readFileSync(path.join(ROOT, file), "utf8").split("\n");
    const words = lines.flatMap((line, index) =>
      domainWordsOf(line).map((word) => `${file}:${index + 1} ${word}`),
    );
    return [...domainWordsOf(file).map((word) => `${file} ${word}`), ...words];
  });
  expect(found).toEqual([]);
});

describe("a word of the domain is found", () => {
  test.each([
    ["const clubId = 1;", "club"],
    ["type LotteryRow = {};", "lottery"],
    ['redirect("/l/abc/deletion");', "deletion"],
    ["// Posters come from anywhere.", "posters"],
    ["const MOVIE_MAX = 3;", "movie"],
    ["app/http/visitor.server.ts", "visitor"],
  ])("%s", (text, word) => expect(domainWordsOf(text)).toEqual([word]));

  test.each(["withdraw(drawer);", "const host = headers.get('Host');", "polluted"])("not in %s", (text) =>
    expect(domainWordsOf(text)).toEqual([]),
  );
});

/** Those of a text's words that belong to the domain, those inside names like `clubId` and `CLUB_ID` among them. */
function domainWordsOf(text: string): string[] {
  const words = text.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? [];
  return words.map((word) => word.toLowerCase()).filter((word) => DOMAIN_WORD.test(word));
}
