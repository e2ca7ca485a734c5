import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import ts from "typescript";
import { messages as en } from "#app/copy/en.json?lingui";
import { messages as clubEn } from "#app/copy/en/club.json?lingui";
import { messages as clubRu } from "#app/copy/ru/club.json?lingui";
import { messages as historyEn } from "#app/copy/en/history.json?lingui";
import { messages as historyRu } from "#app/copy/ru/history.json?lingui";
import { messages as libraryEn } from "#app/copy/en/library.json?lingui";
import { messages as libraryRu } from "#app/copy/ru/library.json?lingui";
import { messages as lotteryEn } from "#app/copy/en/lottery.json?lingui";
import { messages as lotteryRu } from "#app/copy/ru/lottery.json?lingui";
import { messages as pollEn } from "#app/copy/en/poll.json?lingui";
import { messages as pollRu } from "#app/copy/ru/poll.json?lingui";
import { messages as proofEn } from "#app/copy/en/proof.json?lingui";
import { messages as proofRu } from "#app/copy/ru/proof.json?lingui";
import { messages as serverEn } from "#app/copy/en/server.json?lingui";
import { messages as serverRu } from "#app/copy/ru/server.json?lingui";
import { messages as ru } from "#app/copy/ru.json?lingui";
import { LANGUAGES } from "#app/copy/language.ts";
import { PROBLEMS } from "#app/domain/problem.ts";
import { NOTICES } from "#app/visitor/notices.ts";
import { sourcesIn, walk } from "#tests/support/sources.ts";

type Token = string | [name: string, type?: string, branches?: Record<string, Token[]>];

const catalogs = {
  en: { ...en, ...clubEn, ...historyEn, ...libraryEn, ...lotteryEn, ...pollEn, ...proofEn, ...serverEn },
  ru: { ...ru, ...clubRu, ...historyRu, ...libraryRu, ...lotteryRu, ...pollRu, ...proofRu, ...serverRu },
} as Record<string, Record<string, Token[] | string>>;
const keys = Object.keys(catalogs.en!);

/** The forms that a number can take in each language (Unicode CLDR). */
const FORMS: Record<string, readonly string[]> = {
  en: ["one", "other"],
  ru: ["one", "few", "many", "other"],
};

function tokensOf(language: string, key: string): Token[] {
  const message = catalogs[language]?.[key] ?? [];
  return typeof message === "string" ? [message] : message;
}

test.each([
  { name: "the proof", words: proofEn, of: /^proof\./, files: /l\.\$id_\.proof\// },
  {
    name: "the poll",
    words: pollEn,
    of: /^poll\./,
    files: /^app\/(?:routes\/p\.|ui\/lottery\/(?:poll-terms|voter-names))/,
  },
  { name: "the club", words: clubEn, of: /^(?:club|join)\./, files: /^app\/routes\/(?:club|join)/ },
  {
    name: "the history",
    words: historyEn,
    of: /^(?:history|numbers|watched)\./,
    files: /^app\/(?:routes\/(?:history|l\.\$id\/)|ui\/film\/watched)/,
  },
  {
    name: "a lottery",
    words: lotteryEn,
    of: /^(?:deletion|draw|evening|fair|hat|lost|lottery|redraw|reveal|rules|share)\./,
    files: /^app\/(?:routes\/[lp]\.|ui\/lottery\/(?:draw-form|hat-rule-fields|(?:reveal|sharing)\/))/,
  },
  {
    name: "the library",
    words: libraryEn,
    of: /^(?:badge|filter|import|library|movie|random|sort|ticked|trash)[.-]/,
    files: /^app\/routes\/library/,
  },
])("$name's own words are used on its pages alone, which bring them", ({ words, of, files }) => {
  const elsewhere = sourcesIn("app/**/*").filter(({ path: file }) => !files.test(file));
  const own = Object.keys(words);
  expect(own.every((key) => of.test(key))).toBe(true);
  const { literals, patterns } = mentioned(elsewhere);
  expect(own.filter((key) => literals.has(key) || patterns.some((each) => each.test(key)))).toEqual([]);
});

test("the words of the server alone are used by nothing that browsers get", () => {
  const sent = sourcesIn("app/**/*").filter(({ path: file }) => !NOT_SENT.test(file));
  const { literals, patterns } = mentioned(sent);
  const own = Object.keys(serverEn);
  // The page of an error names its reason, and these have a page of their own.
  const fits = (key: string) => patterns.some((each) => each.test(key)) && !key.startsWith("error.");
  expect(own.filter((key) => literals.has(key) || fits(key))).toEqual([]);
});

/** Files whose code no browser ever gets. */
const NOT_SENT =
  /\.server\.tsx?$|^app\/(?:sharing\/|domain\/lottery\/lottery-title|(?:routes\/l\.\$id_\.file|routes\/library_\.export))/;

/** Every placeholder of a message, also those inside its plurals, each once. */
function placeholders(tokens: Token[]): string[] {
  const names = tokens.flatMap((token) => {
    if (typeof token === "string") return [];
    const [name, , branches] = token;
    return [name, ...branchesOf(branches).flatMap((branch) => placeholders(branch))];
  });
  return [...new Set(names)].sort();
}

/** The names of the branches of every plural in a message. */
function plurals(tokens: Token[]): string[][] {
  return tokens.flatMap((token) => {
    if (typeof token === "string") return [];
    const [, type, branches] = token;
    const inner = branchesOf(branches).flatMap((branch) => plurals(branch));
    return type === "plural" ? [Object.keys(branches ?? {}), ...inner] : inner;
  });
}

function branchesOf(branches: Record<string, Token[]> | undefined): Token[][] {
  return Object.values(branches ?? {}).filter((branch) => Array.isArray(branch));
}

/** The keys as they stand in the files: the compiled catalog fills what is missing with English. */
function keysInFiles(language: string): string[] {
  return ["", "/club", "/history", "/library", "/lottery", "/poll", "/proof", "/server"].flatMap((part) => {
    const file = path.resolve(import.meta.dirname, `../app/copy/${language}${part}.json`);
    return Object.keys(JSON.parse(readFileSync(file, "utf8")) as object);
  });
}

const keysUnder = (prefix: string) => keys.filter((key) => key.startsWith(prefix)).sort();

test("the languages of the app are those that have words", () => {
  expect(Object.keys(catalogs).sort()).toEqual([...LANGUAGES].sort());
});

describe.each(Object.keys(catalogs))("%s", (language) => {
  test("says everything that English says, and nothing else", () => {
    expect(keysInFiles(language).sort()).toEqual(keysInFiles("en").sort());
  });

  test("has the same placeholders in each message", () => {
    const differing = keys.filter(
      (key) => placeholders(tokensOf(language, key)).join() !== placeholders(tokensOf("en", key)).join(),
    );
    expect(differing).toEqual([]);
  });

  test("has every form of a number wherever it counts", () => {
    const lacking = keys.filter((key) =>
      plurals(tokensOf(language, key)).some((forms) =>
        FORMS[language]!.some((form) => !forms.includes(form)),
      ),
    );
    expect(lacking).toEqual([]);
  });

  test("counts in the same messages as English", () => {
    const counting = (in_: string) => keys.filter((key) => plurals(tokensOf(in_, key)).length > 0);
    expect(counting(language)).toEqual(counting("en"));
    expect(counting(language).length).toBeGreaterThan(0);
  });

  test("leaves no message empty", () => {
    const empty = keys.filter((key) => {
      const tokens = tokensOf(language, key);
      return tokens.every((token) => typeof token === "string" && token.trim() === "");
    });
    expect(empty).toEqual([]);
  });
});

describe("is set as a printer would", () => {
  /** Every message as it stands in the files: its words, and between them what ICU's braces hold. */
  const sentences = (language: string): [key: string, text: string][] => {
    const folder = path.resolve(import.meta.dirname, "../app/copy");
    const parts = readdirSync(path.join(folder, language)).map((name) => path.join(language, name));
    return [`${language}.json`, ...parts].flatMap((name) =>
      Object.entries(JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Record<string, string>),
    );
  };
  const found = (language: string, fault: RegExp) =>
    sentences(language)
      .filter(([, text]) => fault.test(text))
      .map(([key]) => key);

  test.each([
    ["straight quotes and apostrophes", /["'`]/],
    ["three dots for an ellipsis", /\.\.\./],
    ["two spaces", /[ \u00a0]{2}/],
    ["white space at an end", /^\s|\s$/],
    ["white space before a full stop or the like", /[ \u00a0][,.:;!?…]/],
    ["a hyphen for a dash", /(?:^|[ \u00a0])-(?:[ \u00a0]|$)/],
    ["a unit that may go to the next line", /\{minutes\} /],
  ])("without %s", (_, fault) => {
    const places = LANGUAGES.flatMap((language) =>
      found(language, fault).map((key) => `${language}: ${key}`),
    );
    expect(places).toEqual([]);
  });

  test.each([
    ["en", "the quotes of another language", /[«»„]/],
    ["en", "№, which is no English", /№/],
    ["ru", "the quotes of another language", /[“”„]/],
    ["ru", "№ that may be parted from its number", /№(?!\u00a0)/],
    ["ru", "a dash at the beginning of a line, or a short one", /(?<!\u00a0)—|—(?! )|–/],
    [
      "ru",
      "е where ё belongs",
      /(?<![а-яё])(?:еще|ее|нее|свое|твое|мое|причем|нашел|ждет|удален|сохранен|проведен|создаем)(?![а-яё])/i,
    ],
    ["ru", "two words for one thing", /жреб|афиш|(?<![а-яё])знак/i],
  ])("%s, without %s", (language, _, fault) => {
    expect(found(language, fault)).toEqual([]);
  });

  test.each(LANGUAGES)("%s, and every quote that opens is closed", (language) => {
    const open = sentences(language).filter(([, text]) => {
      const count = (quote: string) => text.split(quote).length;
      return count("“") !== count("”") || count("«") !== count("»");
    });
    expect(open).toEqual([]);
  });
});

test("every problem has its sentence, and no sentence is without its problem", () => {
  expect(keysUnder("problem.")).toEqual(PROBLEMS.map((problem) => `problem.${problem}`).sort());
});

test("every notice has its sentence, and no sentence is without its notice", () => {
  expect(keysUnder("notice.")).toEqual(NOTICES.map((notice) => `notice.${notice}`).sort());
});

test("no message is left that nobody shows", () => {
  const { literals, patterns } = mentioned();
  const unused = keys.filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

/** The literals of the app, and what its template strings such as `error.${reason}.title` can become. */
function mentioned(sources = sourcesIn("app/**/*")): { literals: Set<string>; patterns: RegExp[] } {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  for (const { tree } of sources) {
    walk(tree, (node) => {
      if (ts.isStringLiteralLike(node)) literals.add(node.text);
      // Only whole words before a dot: a pattern of `${a}` would use every key.
      if (ts.isTemplateExpression(node) && /^[a-z-]+\./.test(node.head.text)) {
        const rest = node.templateSpans.map(({ literal }) => `[\\w-]+${literally(literal.text)}`);
        patterns.push(new RegExp(`^${literally(node.head.text)}${rest.join("")}$`));
      }
    });
  }
  return { literals, patterns };
}

/** A text as a regular expression that matches only this text. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
