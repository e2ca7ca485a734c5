import { newId } from "#app/data/identity.server.ts";
import { createLottery, EVENING, type Film, formWith } from "#tests/support/lotteries.ts";
import { openStream } from "#tests/support/live-stream.ts";
import type { Visitor } from "#tests/support/visitor.ts";
import type { Attacker } from "./attacker.ts";
import { NONSENSE } from "./nonsense.ts";

export type Scene = {
  url: string;
  attacker: Attacker;
  /** Somebody else, who has a club and a lottery. */
  stranger: Visitor;
  lottery: string;
  /** Of everything that is done many times, this part. */
  part: number;
};

const FIVE_FILMS: Film[] = [...EVENING, ["Ran", 1985], ["Jaws", 1975]];
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** As many draws of one lottery as the app allows, and then its longest pages. */
export async function redrawsAndProofs({ attacker, part }: Scene): Promise<void> {
  const post = await attacker.asHost();
  const posters = FIVE_FILMS.map((_, index) => [
    `entries[${index}].poster`,
    `https://posters.example/${"p".repeat(1_900)}`,
  ]);
  const { headers } = await post("/?index", formWith(FIVE_FILMS, Object.fromEntries(posters)));
  const lottery = headers.location ?? "/l/2222222222";
  let refused = 0;
  for (let number = 1; number <= 1_000 * part && refused < 3; number++) {
    if (number > 1) await post(`${lottery}/redraw`, { number: String(number), reason: "!" });
    const { status } = await post(`${lottery}/draw`, { number: String(number), word: "" });
    refused = status === 303 ? 0 : refused + 1;
  }
  await attacker.many(40, { path: `${lottery}/proof` });
  await attacker.many(40, { path: lottery });
}

/** Headers, cookies, trailers and queries that are as long as node takes them. */
export async function longHeaders({ attacker, lottery }: Scene): Promise<void> {
  const fill = (each: string) => each.repeat(Math.floor(15_000 / each.length));
  const headers: Record<string, string>[] = [
    { "Accept-Language": fill("a-") },
    { "Accept-Language": `a${" ".repeat(15_000)}b` },
    { "Accept-Encoding": fill("a;q=0.1,") },
    { "Accept-Encoding": `gzip;${" ".repeat(15_000)}q=1` },
    { Accept: fill("*/*,") },
    { "If-None-Match": fill('W/"a",') },
    { "If-None-Match": `"a${" ".repeat(14_000)}` },
    { "Cache-Control": `,${" ".repeat(14_000)},` },
    { Range: `bytes=${fill("0-0,")}` },
    { Cookie: fill("a=b; ") },
    { Cookie: `visitor=${fill("%")}` },
    { Cookie: `language=${fill("e")}` },
    { "X-Forwarded-For": fill("1.1.1.1,") },
    { "Content-Type": `text/plain;${" ".repeat(14_000)}` },
    { "Sec-Fetch-Site": fill("a") },
    { Referer: `http://${fill("a.")}` },
    Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`x${index}`, "1"])),
    { Expect: "100-continue" },
    { Expect: "the-unexpected" },
    { "Transfer-Encoding": "chunked", Trailer: fill("a,") },
  ];
  for (const path of [
    "/",
    "/favicon.svg",
    `${lottery}/file/qr.svg`,
    `${lottery}.data?_routes=${fill("a,").slice(0, 1_900)}`,
  ]) {
    for (const each of headers) await attacker.ask({ path, headers: each });
  }
  const eight = `Cookie: ${"c".repeat(8_000)}\r\n`.repeat(50);
  await attacker.send(`GET / HTTP/1.1\r\nHost: localhost\r\n${eight}\r\n`);
  const chunks = `POST /library HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n`;
  await attacker.send(`${chunks}${"1\r\na\r\n".repeat(8_000)}0\r\n${"X: y\r\n".repeat(1_000)}\r\n`);
  await attacker.send(`${chunks}1;${"e".repeat(15_000)}\r\na\r\n0\r\n\r\n`);
}

/** Answers whether a stranger still gets a stream. */
export async function manyStreams({ attacker, url, lottery, part }: Scene): Promise<string[]> {
  const events = { path: `${lottery}/events`, headers: { Accept: "text/event-stream" } };
  for (let opened = 0; opened < 5_000 * part; opened += 250) await attacker.many(250, events);
  const stream = await openStream(url, lottery);
  stream.close();
  return stream.status === 200 ? [] : [`a stranger's stream: ${stream.status}`];
}

/** Answers whether a stranger still gets their lottery. */
export async function cardsOfNothing({ attacker, stranger, lottery, part }: Scene): Promise<string[]> {
  await stranger.get(lottery);
  for (let asked = 0; asked < 520 * Math.max(part, 0.5); asked += 40) {
    await attacker.many(40, () => ({ path: `/l/${newId()}/file/preview.png` }));
  }
  const page = await stranger.get(lottery);
  return page.status === 200 ? [] : [`a stranger's lottery: ${page.status}`];
}

/** Answers whether a stranger still gets their link card. */
export async function ownCards({ attacker, url, stranger }: Scene): Promise<string[]> {
  const post = await attacker.asHost();
  const own: string[] = [];
  for (let each = 0; each < 16; each++) {
    const { headers } = await post("/?index", formWith(EVENING, { name: `№ ${each}` }));
    own.push(headers.location ?? "/l/2222222222");
  }
  const theirs = await createLottery(stranger, EVENING, { name: "theirs" });
  const storm = attacker.many(own.length, (index) => ({ path: `${own[index]}/file/preview.png` }));
  const answer = await fetch(`${url}${theirs}/file/preview.png`);
  await answer.arrayBuffer();
  await storm;
  return answer.status === 200 ? [] : [`a stranger's link card: ${answer.status}`];
}

/** Forms without a cookie, one after another. */
export async function savingAway({ attacker, part }: Scene): Promise<void> {
  const note = "ы".repeat(180);
  const films: Film[] = Array.from({ length: 25 }, (_, index) => [`${note} ${index}`, 1974]);
  const until = performance.now() + 6_000 * part;
  while (performance.now() < until) {
    await attacker.many(4, () => ({ path: "/?index", form: form(formWith(films)) }));
  }
}

/** Answers what of it was not refused as it should be. */
export async function nonsense({ attacker, lottery }: Scene): Promise<string[]> {
  const wrong: string[] = [];
  for (const { what, bytes, ask } of NONSENSE(lottery)) {
    const status = ask ? (await attacker.ask(ask)).status : ((await attacker.send(bytes, { what }))[0] ?? 0);
    if (status < 200 || status >= 500) wrong.push(`${what}: ${status}`);
  }
  return wrong;
}
