import * as z from "zod";
import { formShape, hidden } from "./form-shape.ts";
import { ENTRIES_MAX, ID_LENGTH, isLotteryId } from "./lottery.ts";
import { watchedFields } from "./movie-edit.ts";
import { TITLE_MAX } from "./movie.ts";
import { isPollId } from "./poll.ts";

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

/** Which film that form is about; fails for what no page of ours sends. */
export const watchedEntry = z
  .object({
    kind: z.enum(["lottery", "poll"]),
    id: z.string(),
    entry: z.coerce.number().int().min(1).max(ENTRIES_MAX),
  })
  .refine(({ kind, id }) => (kind === "poll" ? isPollId(id) : isLotteryId(id)));

/** What that form says of it, as texts; errors are Problem codes. `now` is in ms since 1970. */
export function watchedInput({ now }: { now: number }) {
  return z.object(watchedFields({ now }));
}
