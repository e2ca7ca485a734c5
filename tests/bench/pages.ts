import { randomUUID } from "node:crypto";
import { DRAWN_LOTTERY, ENTRIES, LOTTERIES, MOVIES, NEWEST_MOVIE } from "./seed.ts";

/** In a body template: something new with each request. */
export const UNIQUE_KEY = "__unique_key__";
const UNIQUE_WORD = "__unique_word__";

export type Page = {
  name: string;
  method: "GET" | "POST";
  path: string;
  status: 200 | 303;
  /** The body of a form, with places for what is new in each request. */
  body?: string;
  /** Stands in the page when it was made from the database. */
  shows?: string;
  original: { cpuMs: number; statements: string };
  /** The share of the original's CPU that is allowed. */
  wanted: number;
  statementsAllowed: number;
};

export const PAGES: readonly Page[] = [
  {
    name: "/",
    ...page("/", `/l/${DRAWN_LOTTERY}`),
    original: { cpuMs: 3.4, statements: "1" },
    wanted: 0.5,
  },
  {
    name: `/library (${MOVIES})`,
    ...page("/library", NEWEST_MOVIE),
    original: { cpuMs: 15.3, statements: "3" },
    wanted: 0.25,
  },
  {
    name: `/history (${LOTTERIES})`,
    ...page("/history", `/l/${DRAWN_LOTTERY}`),
    original: { cpuMs: 137, statements: "203" },
    wanted: 0.25,
  },
  {
    name: "/l/:id drawn",
    ...page(`/l/${DRAWN_LOTTERY}`, `class="verdict-title"`),
    original: { cpuMs: 4.9, statements: "3" },
    wanted: 0.5,
  },
  {
    name: `create (${ENTRIES})`,
    ...form("/?index", {
      submitKey: UNIQUE_KEY,
      name: "Friday",
      title: "",
      year: "",
      several: "",
      ...Object.fromEntries(Array.from({ length: ENTRIES }, (_, index) => entry(index)).flat()),
    }),
    // Measured between 13 and 19 ms.
    original: { cpuMs: 16, statements: "19-35" },
    wanted: 0.25,
  },
  {
    name: "add to library",
    ...form("/library", {
      form: "add",
      submitKey: UNIQUE_KEY,
      title: `Film ${UNIQUE_WORD}`,
      year: "1999",
      note: "",
      poster: "",
    }),
    original: { cpuMs: 6, statements: "6" },
    wanted: 0.25,
  },
];

/** A body with its places filled. */
export function filled(template: string): string {
  const key = randomUUID();
  return template.replaceAll(UNIQUE_KEY, key).replaceAll(UNIQUE_WORD, key.slice(0, 13));
}

/** What a browser sends along. */
export function headersOf(page: Page, url: string, cookie: string): Record<string, string> {
  const always = {
    Accept: "text/html",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
    Cookie: cookie,
  };
  if (page.method === "GET") return always;
  return {
    ...always,
    "Content-Type": "application/x-www-form-urlencoded",
    Origin: url,
    "Sec-Fetch-Site": "same-origin",
  };
}

function page(path: string, shows: string) {
  return { method: "GET", path, status: 200, shows, statementsAllowed: 2 } as const;
}

function form(path: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields).toString();
  return { method: "POST", path, status: 303, body, statementsAllowed: 1 } as const;
}

function entry(index: number): [string, string][] {
  return [
    [`entries[${index}].title`, `Сталкер, part ${index}`],
    [`entries[${index}].year`, String(1970 + index)],
    [`entries[${index}].poster`, ""],
  ];
}
