import { Form, Link } from "@remix-run/react";
import type { Found } from "#app/domain/film/found-movie.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { Alert } from "../alert.tsx";
import { TextField } from "../forms/field.tsx";
import { FoundMovieCard, useFoundWords } from "./found-movie-card.tsx";
import { UnconfirmedNote } from "../forms/unconfirmed-note.tsx";

/** Its words, in the language of the page; `takes` are those of the buttons of the films that were found. */
type Texts = Record<"title" | "lead" | "field" | "find" | "take" | "gone" | "back", string> & {
  takes: readonly string[];
};

/** A page on which one picks the film that was meant, among those that were found, or looks for another. */
export function FilmChoice({
  found,
  texts,
  answer,
  back,
  children,
}: {
  found: Found;
  texts: Texts;
  answer: { gone: boolean; unsaved: Unsaved | null } | undefined;
  back: string;
  /** What both of its forms carry besides. */
  children?: React.ReactNode;
}) {
  return (
    <>
      <div className="page-head">
        <h1>{texts.title}</h1>
        <p className="page-lead">{texts.lead}</p>
      </div>
      {answer?.unsaved ? <UnconfirmedNote saved={answer.unsaved} /> : null}
      {answer?.gone ? <Alert>{texts.gone}</Alert> : null}
      <Form className="prose" role="search">
        {children}
        <TextField key={found.text} name="q" id="q" label={texts.field} defaultValue={found.text} />
        <button className="button">{texts.find}</button>
      </Form>
      <Form method="post" className="prose">
        {children}
        <Hits {...{ found, texts }} />
      </Form>
      <nav className="page-commands">
        <Link to={back}>{texts.back}</Link>
      </nav>
    </>
  );
}

/** The films that were found, each with a button that takes it over. */
function Hits({ found, texts }: { found: Found; texts: Texts }) {
  const { sum, quiet, credit } = useFoundWords(found);
  const designs = posterDesigns(found.movies);
  return (
    <div className="found">
      <div role="status">
        <h2>{sum ?? quiet}</h2>
      </div>
      {sum && quiet ? <p className="found-quiet">{quiet}</p> : null}
      <ul className="found-list">
        {found.movies.map((movie, index) => (
          <li key={movie.ref} className="found-movie">
            <FoundMovieCard movie={movie} design={designs[index]} />
            <button name="ref" value={movie.ref} className="button" aria-label={texts.takes[index]}>
              {texts.take}
            </button>
          </li>
        ))}
      </ul>
      {credit ? <p className="found-quiet">{credit}</p> : null}
    </div>
  );
}
