import { setTimeout as sleep } from "node:timers/promises";
import { EVENING, formWith } from "#tests/support/lotteries.ts";
import {
  longHeaders,
  manyStreams,
  nonsense,
  ownCards,
  cardsOfNothing,
  redrawsAndProofs,
  savingAway,
  type Scene,
} from "./campaigns.ts";

export type Attack = {
  name: string;
  /** May answer what went wrong besides waiting, one text each. */
  wage: (scene: Scene) => Promise<unknown>;
  /** Everything it sends is one request, of which no turn of the event loop may take long. */
  single?: true;
};

/** A letter under ten thousand accents. */
const MARKS = `e${"%CC%81".repeat(10_300)}`;
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** What was seen to freeze or end the process, and what else looked as if it could. */
export const ATTACKS: readonly Attack[] = [
  { name: "nothing", wage: ({ part }) => sleep(1_000 * part) },
  {
    name: "a form with x[90000000]",
    single: true,
    wage: ({ attacker }) => attacker.ask({ path: "/library", form: "form=add&title=&x[90000000]=1" }),
  },
  { name: "hostile field names, every form", wage: hostileNames },
  { name: "1,000 redraws, then 40 proofs", wage: redrawsAndProofs },
  {
    name: "2,300 pipelined GET /",
    wage: ({ attacker }) => attacker.send(attacker.head("/").repeat(2_300)),
  },
  {
    name: "2,300 pipelined GET / on 20 connections",
    wage: async ({ attacker, part }) => {
      const bytes = attacker.head("/").repeat(2_300);
      await together(Math.ceil(20 * part), () => attacker.send(bytes));
    },
  },
  {
    name: "32 pipelined GET / on 30 connections",
    wage: async ({ attacker, part }) => {
      await together(Math.ceil(30 * part), () => attacker.send(attacker.head("/").repeat(32)));
    },
  },
  { name: "62 KB of combining marks, one field", single: true, wage: marks(1) },
  { name: "62 KB of combining marks, every text field", wage: marks(4) },
  {
    name: "GET / with 16,000 slashes",
    single: true,
    wage: ({ attacker }) => attacker.send(attacker.head("/".repeat(16_000))),
  },
  {
    name: "16,000 slashes, six pipelined",
    wage: ({ attacker }) => attacker.send(attacker.head("/".repeat(16_000)).repeat(6)),
  },
  {
    name: "addresses of 2 KB that routers dislike",
    wage: async ({ attacker }) => {
      for (const each of ["%2f", "/", "/.", "%20", "(", "*", ":a", "\\", "/l/", ".data", "%25", ";"]) {
        const path = `/${each.repeat(2_000)}`.slice(0, 2_040).replace(/%.?$/, "");
        await attacker.ask({ path });
        await attacker.ask({ path: `/library?q=${path}` });
      }
    },
  },
  {
    name: "Accept-Encoding: a and 15,000 spaces",
    single: true,
    wage: ({ attacker }) => attacker.ask({ path: "/", headers: spaces("Accept-Encoding") }),
  },
  {
    name: "the same, eight pipelined",
    wage: ({ attacker }) => attacker.send(attacker.head("/", spaces("Accept-Encoding")).repeat(8)),
  },
  { name: "other headers of 15 KB", wage: longHeaders },
  { name: "5,000 streams", wage: manyStreams },
  { name: "520 link cards of ids that do not exist", wage: cardsOfNothing },
  { name: "16 own link cards at once", wage: ownCards },
  { name: "lotteries saved as fast as they can be, 6 s", wage: savingAway },
  {
    name: "300 requests at once, again and again",
    wage: async ({ attacker, lottery, part }) => {
      const pages = ["/", lottery, "/library", "/history", `${lottery}/proof`, "/nowhere"];
      for (let round = 0; round < 8 * part; round++) {
        await attacker.many(300, (index) => ({ path: pages[index % pages.length]! }));
      }
    },
  },
  {
    name: "1,000 connections that send half a head",
    wage: async ({ attacker, part }) => {
      const waves = Array.from({ length: 4 }, () => 250 * part);
      await Promise.all(
        waves.map(async (size, index) => {
          await sleep(100 * index);
          await together(size, () => attacker.send("GET / HTTP/1.1\r\nX: ", { holdMs: 1_500 }));
        }),
      );
    },
  },
  { name: "what should be 4xx", wage: nonsense },
];

function together<T>(times: number, act: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: Math.ceil(times) }, act));
}

function spaces(name: string): Record<string, string> {
  return { [name]: `a${" ".repeat(15_000)}b` };
}

const FORMS: readonly [path: (lottery: string) => string, fields: Record<string, string>][] = [
  [() => "/?index", {}],
  [() => "/library", { form: "add", title: "" }],
  [(lottery) => `${lottery}/draw`, {}],
  [(lottery) => `${lottery}/redraw`, {}],
  [(lottery) => `${lottery}/deletion`, {}],
  [() => "/language", {}],
];

async function hostileNames({ attacker, lottery }: Scene): Promise<void> {
  const names = [
    "x[12000000]",
    "entries[1e9].title",
    "entries[-1]",
    "__proto__[x]",
    "constructor.prototype.x",
    "note".concat(".a".repeat(20_000)),
    "entries".concat("[0]".repeat(15_000)),
    "n".repeat(60_000),
  ];
  for (const [path, fields] of FORMS) {
    for (const name of names)
      await attacker.ask({ path: path(lottery), form: form({ ...fields, [name]: "1" }) });
    await attacker.ask({ path: path(lottery), form: `${form(fields)}${"&title=a".repeat(1_490)}` });
  }
}

function marks(atOnce: number): Attack["wage"] {
  return async ({ attacker, lottery, part }) => {
    const films = form(formWith(EVENING));
    const bodies: [string, string][] = [
      ["/library", `form=add&title=${MARKS}`],
      ["/library", `form=add&title=Ran&note=${MARKS}`],
      ["/?index", `${films}&name=${MARKS}`.replace("name=&", "")],
      ["/?index", `several=${MARKS}`],
      [`${lottery}/draw`, `word=${MARKS}`],
      [`${lottery}/redraw`, `number=2&reason=${MARKS}`],
    ];
    const some =
      atOnce === 1 ? bodies.slice(0, 1) : bodies.slice(0, Math.ceil(bodies.length * Math.max(part, 0.5)));
    for (const [path, body] of some) await attacker.many(atOnce, { path, form: body });
  };
}
