/** What was found, in words: it is well, it is only said, or a person has to change something. Without secrets. */
export type Finding = { well: string } | { note: string } | { problem: string };
