/** As many as a film may have; see the table. */
export const TAGS_MAX = 20;

/** SQL for the note of a movie (`kept`) that another one of the same film (`excluded`) goes into. */
export const BOTH_NOTES = `case
  when kept.note = '' then excluded.note
  when excluded.note = '' then kept.note
  -- Compared by whole lines: "1" is not in "2010".
  when position(E'\\n' || excluded.note || E'\\n' in E'\\n' || kept.note || E'\\n') > 0 then kept.note
  else kept.note || E'\\n' || excluded.note
end`;

/** SQL for all tags of both. */
export const BOTH_TAGS = "array(select distinct unnest(kept.tags || excluded.tags))";

/** What a movie takes from the other where it has none itself. */
const ONE_OF = [
  "poster_url",
  "original_title",
  "runtime",
  "description",
  "imdb_id",
  "tmdb_id",
  "kinopoisk_id",
  "own_rating",
  "watched_on",
];

/** The columns of the other that MERGED needs. */
export const TO_MERGE = ["note", "badges", "tags", ...ONE_OF] as const;

/** SQL that sets all of this: one movie has what both had, and no more tags than a movie may have. */
export const MERGED = `
  note = ${BOTH_NOTES},
  badges = array(select distinct unnest(kept.badges || excluded.badges)),
  tags = (${BOTH_TAGS})[1:${TAGS_MAX}],
  ${ONE_OF.map((column) => `${column} = coalesce(kept.${column}, excluded.${column})`).join(", ")}`;
