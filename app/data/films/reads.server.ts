import { database } from "../database.server.ts";
import { answersTo, type KeptAnswer } from "./provider-answers.server.ts";
import { foundFilm, type KeptFilm } from "./found-films.server.ts";
import { scopes } from "../guarded.server.ts";

/** What providers told to these questions before; see provider-answers.server.ts. Default: nothing. */
export function answersToldBefore({ questions }: { questions: readonly string[] }) {
  const { db, guard, budgets } = database();
  return guard.read<KeptAnswer[]>({
    name: "provider-answers",
    scope: scopes.films,
    key: questions.join("\n"),
    budgetMs: budgets.homeMs,
    fallback: [],
    load: () => answersTo(questions, db),
  });
}

/** The film of this ref that was found before; null with source `default` means unknown, null otherwise none. */
export function filmFoundBefore({ ref }: { ref: string }) {
  const { db, guard, budgets } = database();
  return guard.read<KeptFilm | null>({
    name: "found-film",
    scope: scopes.films,
    key: ref,
    budgetMs: budgets.homeMs,
    fallback: null,
    load: () => foundFilm(ref, db),
  });
}
