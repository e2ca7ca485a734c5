/** How many films each guest may put into a hat. */
export const CAP = { min: 1, most: 5, usual: 2 };

/**
 * How many tickets each film has. `even`: one. `backers`: one for each who suggested or seconded it. `rested`: two, and
 * one where all who suggested it had also suggested the film that won the club's last hat.
 */
export const ODDS = ["even", "backers", "rested"] as const;
type Odds = (typeof ODDS)[number];

/** What the host decides about a hat. `closesAt` is null as long as only the host closes it. */
export type HatRules = {
  cap: number;
  closesAt: Date | null;
  /** Whether first names are shown. */
  named: boolean;
  /** Whether suggestions wait for the host's nod. */
  nod: boolean;
  odds: Odds;
  /** Whether each person has one veto. */
  vetoes: boolean;
};

/** The rules as a form has them; what is ticked says "on". `zone` is how far the browser's clock is behind UTC, in minutes. */
export type TypedRules = Record<
  "cap" | "odds" | "date" | "time" | "zone" | "named" | "nod" | "vetoes",
  string
>;

/** The rules of a hat whose host decides nothing else. */
export const USUAL_RULES: TypedRules = {
  cap: String(CAP.usual),
  odds: "even",
  date: "",
  time: "",
  zone: "0",
  named: "on",
  nod: "",
  vetoes: "",
};

/** The rules by what each field of a form has. */
export function rulesBy(textOf: (name: keyof TypedRules) => string | undefined): TypedRules {
  const names = Object.keys(USUAL_RULES) as (keyof TypedRules)[];
  return Object.fromEntries(names.map((name) => [name, textOf(name) ?? ""])) as TypedRules;
}
