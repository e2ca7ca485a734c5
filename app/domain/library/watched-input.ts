import * as z from "zod";
import { formShape, hidden } from "../form-shape.ts";
import { ID_LENGTH } from "../lottery/lottery.ts";
import { watchedFields } from "../film/movie-edit.ts";
import { TITLE_MAX } from "../film/movie.ts";

/** What says that the film of an evening was watched, or was not after all. */
export const WATCHED_SHAPE = formShape({
  kind: hidden(10),
  id: hidden(ID_LENGTH),
  entry: hidden(10),
  // For the page that shows the form again when nothing can be read.
  title: hidden(2 * TITLE_MAX),
  // Whether the page knew that it was watched: then blank fields say so, else they say nothing.
  known: hidden(1),
  // Whether it stands on the page of its lottery or poll.
  from: hidden(10),
  watchedOn: hidden(40),
  ownRating: hidden(20),
  do: hidden(10),
});

/** What that form says of it, as texts; errors are Problem codes. `now` is in ms since 1970. */
export function watchedInput({ now }: { now: number }) {
  return z.object(watchedFields({ now }));
}
