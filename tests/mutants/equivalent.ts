/** A mutant that no test can notice: what it does is the same. */
export type Equivalent = {
  file: string;
  /** The line as it stands in the file, without what is around it. */
  line: string;
  /** What Stryker put in the place of a part of it. */
  replacement: string;
  reason: string;
};

const BREAKER = "app/data/reliability/breaker.server.ts";
const READ_FORM = "app/http/read-form.server.ts";
const VISITOR = "app/visitor/visitor.server.ts";

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: "app/data/reliability/writing.server.ts",
    line: 'const unheard = kind === "unreachable" || kind === "other";',
    replacement: "false",
    reason: "of an error of another kind it is never sure that nothing was changed",
  },
  {
    file: BREAKER,
    line: "const base = probeAfterMs[Math.min(pauses, probeAfterMs.length - 1)] ?? 1_000;",
    replacement: "probeAfterMs.length + 1",
    reason: "behind the last pause comes a second, which the last one is",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (motif === OF_THE_YEAR) return year === null ? null : String(year).slice(-2);",
    replacement: "+2",
    reason: "every year has four figures",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: 'const [first = ""] = /[\\p{L}\\p{N}]/u.exec(title.slice(0, BEGINNING).normalize("NFC")) ?? [];',
    replacement: '["Stryker was here"]',
    reason: "more than one letter is none that a poster shows",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "const words = title.slice(0, 500).toUpperCase().split(/\\s+/u).map(widthOf);",
    replacement: "title",
    reason: "a short cut: 500 letters take more lines than there are in any case",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (word > width) return Infinity;",
    replacement: "word >= width",
    reason: "widths are about right; exactly the poster's is no case of its own",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (filled > width) lines++;",
    replacement: "filled >= width",
    reason: "widths are about right; exactly the poster's is no case of its own",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (filled > width || filled === 0) filled = word;",
    replacement: "filled >= width",
    reason: "widths are about right; exactly the poster's is no case of its own",
  },
  {
    file: "app/domain/poll/ballot.ts",
    line: "const place = digits !== null && /^\\d{1,3}$/.test(digits) ? Number(digits) : 0;",
    replacement: "true",
    reason: "“null” is no number either; only the types do not know",
  },
  {
    file: "app/domain/poll/ballot.ts",
    line: ".toSorted((a, b) => (a.receipt < b.receipt ? -1 : 1))",
    replacement: "a.receipt <= b.receipt",
    reason: "no two ballots have the same receipt",
  },
  {
    file: "app/domain/club/club.ts",
    line: "return text !== undefined && /^[0-9a-f]{32}$/.test(text);",
    replacement: "true",
    reason: "“undefined” is no token either; only the types do not know",
  },
  {
    file: "app/domain/club/club.ts",
    line: "return text !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);",
    replacement: "true",
    reason: "“undefined” is no id either; only the types do not know",
  },
  {
    file: "app/domain/draw/draw-input.ts",
    line: "return text !== null && /^[1-9]\\d{0,3}$/.test(text) ? Number(text) : null;",
    replacement: "true",
    reason: "“null” is no number either; only the types do not know",
  },
  {
    file: "app/domain/lottery/evening.ts",
    line: "const [, year = NaN, month = NaN, day = NaN] = (/^(\\d{4})-(\\d\\d)-(\\d\\d)$/.exec(tidy) ?? []).map(Number);",
    replacement: '["Stryker was here"]',
    reason: "the first of what was found is not looked at",
  },
  {
    file: "app/domain/lottery/evening.ts",
    line: "const found = /^(\\d\\d?):(\\d\\d)(?::\\d\\d(?:\\.\\d+)?)?$/.exec(tidyLine(text)) ?? [];",
    replacement: '["Stryker was here"]',
    reason: "the first of what was found is not looked at",
  },
  {
    file: "app/domain/importing/imported-film.ts",
    line: "const { badges = [] } = texts;",
    replacement: '["Stryker was here"]',
    reason: "no badge is called so",
  },
  {
    file: "app/domain/library/library-filter.ts",
    line: "const [yearFrom, yearTo] = years[0] && years[1] && years[0] > years[1] ? [years[1], years[0]] : years;",
    replacement: "years[0] >= years[1]",
    reason: "of two equal years either may be the first",
  },
  {
    file: "app/domain/library/library-place.ts",
    line: 'const [, id = "", at = ""] = /^([0-9a-z]{1,20})\\.(.+)$/su.exec(text) ?? [];',
    replacement: '["Stryker was here"]',
    reason: "the first of what was found is not looked at",
  },
  {
    file: "app/domain/lottery/link-card.ts",
    line: "if (title.length <= TITLE_CHARACTERS) return title;",
    replacement: "false",
    reason: "a short cut: what has few units has few letters",
  },
  {
    file: "app/domain/lottery/link-card.ts",
    line: "if (title.length <= TITLE_CHARACTERS) return title;",
    replacement: "title.length < TITLE_CHARACTERS",
    reason: "a short cut: what has few units has few letters",
  },
  {
    file: "app/domain/lottery/lottery-title.ts",
    line: "const [one, other] = first.slice(0, 2).map(({ title }) => shortened(title));",
    replacement: "first",
    reason: "a short cut: the others are shortened for nothing",
  },
  {
    file: "app/domain/lottery/lottery.ts",
    line: "return text !== undefined && new RegExp(`^[${ID_ALPHABET}]{${ID_LENGTH}}$`).test(text);",
    replacement: "true",
    reason: "“undefined” is no id either; only the types do not know",
  },
  {
    file: "app/domain/film/movie-edit.ts",
    line: ".default([])",
    replacement: '["Stryker was here"]',
    reason: "no badge is called so",
  },
  {
    file: "app/domain/film/movie-link.ts",
    line: 'return ref.at !== "imdb" && ref.id === 0 ? NO_MOVIE : { kind: "movie", ref };',
    replacement: "true",
    reason: "the id of an IMDb film is a text and never 0; only the types do not know",
  },
  {
    file: "app/domain/film/movie.ts",
    line: 'if (digits === null) return { year: null, problem: "year-not-a-number" };',
    replacement: "false",
    reason: "“null” is no year either; only the types do not know",
  },
  {
    file: "app/domain/posters/poster-list.ts",
    line: "const pairOf = (palette: number) => motif * PALETTES + palette;",
    replacement: "motif * PALETTES - palette",
    reason: "other numbers, and each pair still has its own",
  },
  {
    file: "app/domain/posters/poster-list.ts",
    line: "for (let step = count - 1; step > 0; step--) {",
    replacement: "step >= 0",
    reason: "the wish itself, which does not fit, once more",
  },
  {
    file: "app/domain/draw/reel.ts",
    line: "alike: (one: T, other: T) => boolean = () => false,",
    replacement: "() => undefined",
    reason: "as false as false",
  },
  {
    file: "app/domain/draw/reel.ts",
    line: "alike: (one: T, other: T) => boolean = () => false,",
    replacement: "true",
    reason: "where all are alike, every order has as many faults more",
  },
  {
    file: "app/domain/film/title-search.ts",
    line: "const all = wanted.length > 1 && wanted.every((part) => words.some((word) => word.startsWith(part)));",
    replacement: "true",
    reason: "one word that begins so has been found by then",
  },
  {
    file: "app/domain/film/title-search.ts",
    line: "const all = wanted.length > 1 && wanted.every((part) => words.some((word) => word.startsWith(part)));",
    replacement: "wanted.length >= 1",
    reason: "one word that begins so has been found by then",
  },
  {
    file: "app/domain/poll/poll-count.ts",
    line: "while (place < choices.length && !counted.has(choices[place]!)) place += 1;",
    replacement: "place <= choices.length",
    reason: "behind the last film of a ballot there is none, one place further neither",
  },
  {
    file: "app/domain/poll/poll-proof.ts",
    line: "ballots: ballots.toSorted((a, b) => (a.receipt < b.receipt ? -1 : 1)),",
    replacement: "a.receipt <= b.receipt",
    reason: "no two ballots have the same receipt",
  },
  {
    file: "app/domain/film/typos.ts",
    line: "let before: number[] = [];",
    replacement: '["Stryker was here"]',
    reason: "nothing can be swapped with what stands before the first letter",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (known) return known;",
    replacement: "false",
    reason: "what is kept is only quicker",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (key.length > KEY_MAX) return design;",
    replacement: "true",
    reason: "what is kept is only quicker",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (key.length > KEY_MAX) return design;",
    replacement: "false",
    reason: "a bound of the memory",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (key.length > KEY_MAX) return design;",
    replacement: "key.length >= KEY_MAX",
    reason: "a bound of the memory",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (key.length > KEY_MAX) return design;",
    replacement: "key.length <= KEY_MAX",
    reason: "what is kept is only quicker",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (designs.size >= DESIGNS_MAX) designs.clear();",
    replacement: "true",
    reason: "what is kept is only quicker",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (designs.size >= DESIGNS_MAX) designs.clear();",
    replacement: "false",
    reason: "a bound of the memory",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (designs.size >= DESIGNS_MAX) designs.clear();",
    replacement: "designs.size > DESIGNS_MAX",
    reason: "a bound of the memory",
  },
  {
    file: "app/domain/posters/poster-design.ts",
    line: "if (designs.size >= DESIGNS_MAX) designs.clear();",
    replacement: "designs.size < DESIGNS_MAX",
    reason: "what is kept is only quicker",
  },
  {
    file: READ_FORM,
    line: 'const type = request.headers.get("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase();',
    replacement: 'request.headers.get("Content-Type")?.split(";", 1)[0].trim',
    reason: "split() brings one part at least; only the types do not know",
  },
  {
    file: READ_FORM,
    line: "for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {",
    replacement: "reader.read",
    reason: "the second one is only reached where there is a reader",
  },
  {
    file: READ_FORM,
    line: "const name = decodePart(end < 0 ? pair : pair.slice(0, end));",
    replacement: "end <= 0",
    reason: "neither “” nor “=x” is the name of a field",
  },
  {
    file: READ_FORM,
    line: "const field = name === null ? undefined : shape.get(name);",
    replacement: "false",
    reason: "no shape has a field called null",
  },
  {
    file: READ_FORM,
    line: "if (name === null || !field) return null;",
    replacement: "false",
    reason: "without a name there is no field either; only the types do not know",
  },
  {
    file: READ_FORM,
    line: 'const value = decodePart(end < 0 ? "" : pair.slice(end + 1));',
    replacement: "end <= 0",
    reason: "a pair that begins with = has been refused by then",
  },
  {
    file: VISITOR,
    line: "} catch {",
    replacement: "{}",
    reason: "Remix lets no cookie throw; this is for a release that does",
  },
  {
    file: VISITOR,
    line: 'if (!header?.includes("visitor=")) return null;',
    replacement: "false",
    reason: "a short cut: what names no visitor is read, and nothing is found",
  },
  {
    file: VISITOR,
    line: "if (signingSecrets().length === 1) return true;",
    replacement: "false",
    reason: "a short cut: with one secret, what it signed is signed alike again",
  },
  {
    file: VISITOR,
    line: 'const sent = request.headers.get("Cookie")?.split(";") ?? [];',
    replacement: 'request.headers.get("Cookie").split',
    reason: "the visitor was read from that header",
  },
  {
    file: VISITOR,
    line: 'const sent = request.headers.get("Cookie")?.split(";") ?? [];',
    replacement: '["Stryker was here"]',
    reason: "the visitor was read from that header",
  },
];
