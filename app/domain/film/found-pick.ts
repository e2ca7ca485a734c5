import * as z from "zod";
import type { EntryText } from "../lottery/composer.ts";
import { hidden } from "../form-shape.ts";
import { REF_MAX } from "./found-film.ts";
import { POSTER_URL_MAX, TITLE_MAX } from "./movie.ts";

/** The field of a film that was found and picked: title, year, poster address and ref as JSON, each letter escaped. */
export const PICK = hidden(6 * (2 * TITLE_MAX + POSTER_URL_MAX + REF_MAX));

/** The film that a button stands for, or null for a text that none of our buttons carries. */
export function readPick(text: string): EntryText | null {
  try {
    const pick = Pick.safeParse(JSON.parse(text));
    return pick.success ? pick.data : null;
  } catch {
    return null;
  }
}

const Pick = z.object({
  title: z.string(),
  year: z.string(),
  poster: z.string(),
  // A page of the release before sends none.
  ref: z.string().max(REF_MAX).default(""),
});
