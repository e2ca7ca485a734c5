import { randomUUID } from "node:crypto";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveMessage } from "#app/domain/live.ts";
import { arrive, createLottery, EVENING } from "#tests/support/lotteries.ts";
import { newVisitor, type Answer, type Visitor } from "#tests/support/visitor.ts";
import type { Edge } from "./edge.ts";

/** What is allowed while the database is not well: the page with the form as it was, and when to come again. */
type Mood = "well" | "ill";

/** People who use the app all the time, through the edge, without scripts. */
export function crowd(edge: Edge, count: number) {
  let mood: Mood = "well";
  const over = new AbortController();
  const wrong: string[] = [];
  const tally = { pages: 0, forms: 0, refused: 0, evenings: 0 };
  const people = Array.from({ length: count }, async () => {
    while (!over.signal.aborted) {
      // Somebody else each time, because nobody writes as much as these do.
      await evening(through(edge)).catch(
        (error: unknown) => void (mood === "well" && wrong.push(String(error))),
      );
      tally.evenings += 1;
      await sleep(20);
    }
  });

  function judge(what: string, answer: Answer, wanted: number): boolean {
    if (answer.status === wanted) return true;
    const honest = answer.status === 503 && answer.headers["retry-after"] !== undefined;
    if (mood === "ill" && honest) tally.refused += 1;
    else wrong.push(`${what}: ${answer.status}`);
    return false;
  }

  async function evening(visitor: Visitor): Promise<void> {
    const look = async (path: string) => {
      const answer = await visitor.get(path);
      tally.pages += 1;
      return judge(`GET ${path}`, answer, 200);
    };
    const submit = async (path: string, fields: Record<string, string>) => {
      const answer = await visitor.post(path, fields);
      tally.forms += 1;
      return judge(`POST ${path}`, answer, 303);
    };
    await look("/");
    const tag = randomUUID().slice(0, 8);
    const film = {
      form: "add",
      submitKey: randomUUID(),
      title: `Film ${tag}`,
      year: "1979",
      note: tag,
      ref: "",
    };
    await submit("/library", film);
    await look("/library");
    if (mood === "ill") return;
    const lottery = await createLottery(visitor, EVENING, { name: `Evening ${tag}` });
    await look(lottery);
    await submit(`${lottery}/draw`, { word: "" });
    await look(`${lottery}/proof`);
    await look("/history");
  }

  return {
    wrong,
    tally,
    /** From now on judged as with a database that is well or not. */
    feel(now: Mood): void {
      mood = now;
    },
    /** Resolves when everybody has used all pages once more. */
    async onceMore(): Promise<void> {
      const enough = tally.evenings + 2 * count;
      while (tally.evenings < enough && !over.signal.aborted) await sleep(20);
    },
    async leave(): Promise<void> {
      over.abort();
      await Promise.all(people);
    },
  };
}

/** A browser without scripts that comes by the edge, and believes to be at the service's own address. */
export function through({ url, origin }: Edge, address = randomAddress()): Visitor {
  const visitor = newVisitor(url);
  const own = { Origin: origin, "X-Visitor": address };
  return {
    ...visitor,
    get: (path, headers) => visitor.get(path, { ...own, ...headers }),
    post: (path, fields, headers) => visitor.post(path, fields, { ...own, ...headers }),
  };
}

/** Each has an address, as limits count by it. */
function randomAddress(): string {
  return `203.0.113.${Math.floor(Math.random() * 256)}`;
}

/** A lottery with people who wait for its draw, as their pages do: they come back whenever their stream ends. */
export async function gathering(edge: Edge, count: number) {
  const host = through(edge);
  await arrive(host);
  const path = await createLottery(host, EVENING);
  const over = new AbortController();
  const told = Array.from({ length: count }, () => waiting(`${edge.url}${path}/events`, over.signal));
  return {
    path,
    draw: async () => (await host.post(`${path}/draw`, { word: "" })).status,
    /** Which film each was told; null for whoever was not told in time. */
    async winners(withinMs: number): Promise<(number | null)[]> {
      const late = sleep(withinMs, null, { ref: false });
      const winners = await Promise.all(told.map((each) => Promise.race([each, late])));
      over.abort();
      return winners;
    },
  };
}

async function waiting(address: string, signal: AbortSignal): Promise<number | null> {
  while (!signal.aborted) {
    const winner = await stream(address, signal);
    if (winner !== null) return winner;
    await sleep(200);
  }
  return null;
}

/** Follows one stream to its end, or to the draw. */
function stream(address: string, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const request = http.get(address, { agent: false, signal, headers: { Accept: "text/event-stream" } });
    request.on("error", () => resolve(null));
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const winner = winnerIn(text);
        if (winner === null) return;
        request.destroy();
        resolve(winner);
      });
      response.on("close", () => resolve(null));
      response.on("error", () => resolve(null));
    });
  });
}

function winnerIn(text: string): number | null {
  const messages = text
    .split("\n\n")
    .slice(0, -1)
    .flatMap((event) => event.split("\n").filter((line) => line.startsWith("data:")));
  for (const line of messages) {
    const { draw } = JSON.parse(line.slice("data:".length)) as LiveMessage;
    if (draw) return draw.winner;
  }
  return null;
}
