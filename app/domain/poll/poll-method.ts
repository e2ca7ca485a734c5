/** How people vote: for one film, for each film they would watch, or by putting films in order (instant run-off). */
export const METHODS = ["one", "approval", "ranked"] as const;

export type Method = (typeof METHODS)[number];

/** What one voter wants: positions of films, in order of preference where the method asks for one, else ascending. */
export type Ballot = readonly number[];
