import { readDetails } from "#app/domain/film/found-film.ts";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import type { Db } from "../reliability/pool.server.ts";

/** What a provider told when it was asked this, `ageMs` ago by the database's clock. */
export type KeptAnswer = { question: string; films: MovieDetails[]; ageMs: number };

/** What was told to these questions; those that nobody has asked yet are missing. */
export async function answersTo(questions: readonly string[], db: Db): Promise<KeptAnswer[]> {
  const { rows } = await db.raw<{ rows: (KeptAnswer & { films: unknown })[] }>(
    `select question, films, extract(epoch from now() - told_at)::float * 1000 as "ageMs"
     from provider_answers where question = any(:questions)`,
    { questions },
  );
  return rows.map((row) => ({ ...row, films: filmsIn(row.films) }));
}

/** Keeps what providers told just now, instead of what they told before. */
export async function keepAnswers(
  answers: readonly Pick<KeptAnswer, "question" | "films">[],
  db: Db,
): Promise<void> {
  await db.raw(
    `insert into provider_answers (question, films)
     select question, films from jsonb_to_recordset(cast(:answers as jsonb)) as told (question text, films jsonb)
     -- In one order everywhere, so that two processes never wait for each other.
     order by question
     on conflict (question) do update set films = excluded.films, told_at = excluded.told_at`,
    { answers: JSON.stringify(answers) },
  );
}

function filmsIn(kept: unknown): MovieDetails[] {
  return Array.isArray(kept) ? kept.flatMap((each) => readDetails(each) ?? []) : [];
}
