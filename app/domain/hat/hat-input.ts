import { FIRST_NAME_MAX } from "../club/club.ts";
import { collectEntries, composerProblems } from "../lottery/composer.ts";
import { formShape, hidden, KEY, TYPED } from "../form-shape.ts";
import { REF_MAX } from "../film/found-film.ts";
import { PICK } from "../film/found-pick.ts";
import { RULES_FIELDS } from "./hat-rules-input.ts";
import { ENTRIES_MAX, REASON_MAX } from "../lottery/lottery.ts";
import { type Movie, repeats } from "../film/movie.ts";
import { movieFields } from "../film/movie-input.ts";
import type { Problem } from "../problem.ts";
import { lineWithin, tidyLine } from "../text.ts";

/** What can be done with a hat, by the name of the form or of its button. */
const HAT_FORMS = [
  "suggest",
  "takeback",
  "second",
  "veto",
  "change",
  "nod",
  "remove",
  "rules",
  "close",
] as const;
export type HatForm = (typeof HAT_FORMS)[number];

export const HAT_SHAPE = formShape({
  form: hidden(20),
  submitKey: KEY,
  // Which film of the hat.
  film: hidden(36),
  firstName: TYPED,
  title: TYPED,
  year: TYPED,
  poster: TYPED,
  several: TYPED,
  ref: hidden(REF_MAX),
  // The button that looks for what is being typed, and the one that takes a film which was found.
  find: hidden(1),
  pick: PICK,
  // Why the host takes a film out.
  word: TYPED,
  ...RULES_FIELDS,
});

/** What is wrong, by field. */
export type FieldProblems = Partial<Record<string, Problem[]>>;

/** A film as a form names it. */
export type NamedFilm = Movie & { ref: string | null };

/** The form that a field names, or null for none of ours. */
export function readHatForm(text: string | null): HatForm | null {
  return HAT_FORMS.find((form) => form === text) ?? null;
}

/** The film that a form is about; blank for what can be the id of none. */
export function readFilmId(text: string | null): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? "") ? text! : "";
}

/** A first name as it is kept, blank for none; null when it is too long. */
export function readFirstName(text: string | null): string | null {
  return lineWithin(text ?? "", FIRST_NAME_MAX);
}

/** The films that a form puts in, in its line and in its larger field, each once; and what is wrong with them. */
export function readSuggestion(
  form: URLSearchParams,
  thisYear: number,
): { films: NamedFilm[]; firstName: string; problems: FieldProblems } {
  const text = (name: string) => form.get(name) ?? "";
  const typed = { title: text("title"), year: text("year"), several: text("several") };
  const { collected, left } = collectEntries(typed, { thisYear, room: ENTRIES_MAX });
  const adding = collected.length === 0 && tidyLine(typed.several) === "";
  const room = ENTRIES_MAX - collected.length;
  const problems: FieldProblems = {};
  for (const [name, problem] of Object.entries(composerProblems(left, { thisYear, room, adding })))
    problems[name] = [problem];
  // The line comes first, if it could be moved.
  const inLine = tidyLine(typed.title) !== "" && left.title === "";
  const films = collected.flatMap((entry, index) => {
    const of = index === 0 && inLine ? { ...entry, poster: text("poster"), ref: text("ref") } : entry;
    return readFilm(of, { thisYear, names: index === 0 && inLine ? null : "several", problems }) ?? [];
  });
  const firstName = readFirstName(form.get("firstName"));
  if (firstName === null) problems.firstName = ["first-name-too-long"];
  const again = repeats(films);
  return { films: films.filter((_, index) => !again[index]?.sameYear), firstName: firstName ?? "", problems };
}

/** The film that one of the hat is changed into, and what is wrong with it. */
export function readChange(
  form: URLSearchParams,
  thisYear: number,
): { film: NamedFilm | null; problems: FieldProblems } {
  const problems: FieldProblems = {};
  const texts = { title: form.get("title") ?? "", year: form.get("year") ?? "", poster: "", ref: "" };
  const film = readFilm(texts, { thisYear, names: null, problems });
  return { film, problems };
}

/** Why the host takes a film out. */
export function readWord(text: string | null): { word: string; problem: Problem | null } {
  const word = lineWithin(text ?? "", REASON_MAX);
  if (word === null) return { word: "", problem: "reason-too-long" };
  return { word, problem: word === "" ? "reason-blank" : null };
}

/** A film from its texts; what is wrong is noted under its own fields, or under the one that `names` them all. */
function readFilm(
  texts: { title: string; year: string; poster: string; ref: string },
  { thisYear, names, problems }: { thisYear: number; names: string | null; problems: FieldProblems },
): NamedFilm | null {
  const { title, year, poster, ref } = movieFields(thisYear);
  const read = {
    title: title.safeParse(texts.title),
    year: year.safeParse(texts.year),
    poster: poster.safeParse(texts.poster),
  };
  for (const [field, { error }] of Object.entries(read)) {
    const found = error?.issues.map(({ message }) => message as Problem) ?? [];
    const name = names ?? field;
    if (found.length > 0) problems[name] = [...new Set([...(problems[name] ?? []), ...found])];
  }
  if (!read.title.success || !read.year.success || !read.poster.success) return null;
  return {
    title: read.title.data,
    year: read.year.data,
    posterUrl: read.poster.data,
    ref: ref.parse(texts.ref),
  };
}
