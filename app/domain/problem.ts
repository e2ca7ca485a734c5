/** Every way a field or a form can be wrong. Each code has its sentence in `copy/`, under `problem.<code>`. */
export const PROBLEMS = [
  "title-blank",
  "title-too-long",
  "title-repeated",
  "year-not-a-number",
  "year-out-of-range",
  "poster-not-https",
  "poster-too-long",
  "name-too-long",
  "note-too-long",
  "too-few-entries",
  "too-many-entries",
  "too-few-ticked",
  "too-many-ticked",
  "several-too-many",
  "word-too-long",
  "reason-blank",
  "reason-too-long",
  "too-few-left",
  "date-blank",
  "date-unreal",
  "date-past",
  "date-far",
  "time-unreal",
] as const;

export type Problem = (typeof PROBLEMS)[number];
