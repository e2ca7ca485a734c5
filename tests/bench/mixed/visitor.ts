import { randomUUID } from "node:crypto";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { formWith } from "#tests/support/lotteries.ts";

export type Kind = "page" | "wait" | "form";
/** One request: when it began (ms since 1970), how long its answer took, and its status; 0 where there was none, and why. */
export type Visit = { kind: Kind; began: number; ms: number; status: number; honest: boolean; why: string };

/** What may be answered, also when more people come than can be served. */
const WANTED: ReadonlySet<number> = new Set([200, 303, 429, 503]);

type Answer = { status: number; location: string };

/** People look at what they got, three seconds on average. */
const LOOKS_MS = 3_000;
/** Whoever has waited so long for an answer takes it for none. */
const PATIENCE_MS = 30_000;
/** For a draw people wait so long, then they look at the page again. */
const FOLLOWS_MS = 20_000;
const FILMS = ["Солярис", "Сталкер", "Зеркало", "Ran", "Alien"].map(
  (title, index) => [title, 1972 + index] as const,
);

const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity });
/** Lotteries that were made by this crowd and wait for their draw, for those who wait for one. */
const open: string[] = [];
const OPEN_MAX = 200;

/** A browser with a cookie of its own, behind an address of its own, which asks, looks, and asks again. */
export class Visitor {
  /** Whether an answer is still to come. */
  waitsForAnswer = false;
  readonly #with: { url: string; number: number; kind: Kind; tell: (visit: Visit) => void };
  readonly #gone = new AbortController();
  #cookie = "";
  #mine: string | null = null;

  constructor(what: { url: string; number: number; kind: Kind; tell: (visit: Visit) => void }) {
    this.#with = what;
  }

  /** Ends when the visitor has left. */
  async live(): Promise<void> {
    // Not all at once.
    await this.#look();
    await this.#ask("page", "/");
    while (!this.#gone.signal.aborted) {
      await this.#look();
      if (this.#gone.signal.aborted) return;
      await this.#act();
    }
  }

  leave(): void {
    this.#gone.abort();
  }

  async #act(): Promise<void> {
    const { kind } = this.#with;
    if (kind === "form") await this.#send();
    else if (kind === "wait") await this.#follow();
    else await this.#ask("page", this.#page());
  }

  #page(): string {
    const lottery = anyOf(open);
    const pages = [
      "/",
      "/library",
      "/history",
      "/library?sort=title",
      "/library?q=ste",
      ...(lottery ? [lottery, lottery] : []),
    ];
    return anyOf(pages)!;
  }

  /** Makes lotteries, adds films, and draws what was made. */
  async #send(): Promise<void> {
    if (this.#mine !== null) {
      const lottery = this.#mine;
      this.#mine = null;
      const place = open.indexOf(lottery);
      if (place >= 0) open.splice(place, 1);
      await this.#ask("form", `${lottery}/draw`, { number: "1" });
    } else if (Math.random() < 0.5) {
      const { status, location } = await this.#ask("form", "/?index", formWith(FILMS));
      if (status !== 303) return;
      this.#mine = location;
      open.push(location);
      if (open.length > OPEN_MAX) open.shift();
    } else {
      const title = `Film ${randomUUID().slice(0, 8)}`;
      const film = { title, year: "1999", note: "", poster: "", ref: "" };
      await this.#ask("form", "/library", { form: "add", submitKey: randomUUID(), ...film });
    }
  }

  /** Opens the stream of a lottery, and stays until it is drawn, or for a while. */
  async #follow(): Promise<void> {
    const lottery = anyOf(open);
    if (!lottery) return;
    const { status } = await this.#ask("wait", `${lottery}/events`);
    if (status === 200) await this.#ask("page", lottery);
  }

  async #look(): Promise<void> {
    await sleep(-Math.log(1 - Math.random()) * LOOKS_MS, undefined, { signal: this.#gone.signal }).catch(
      () => {},
    );
  }

  async #ask(kind: Kind, path: string, form?: Record<string, string>): Promise<Answer> {
    const began = performance.timeOrigin + performance.now();
    this.waitsForAnswer = true;
    const visit = await this.#exchange(kind, path, form).catch((error: Error & { code?: string }) => ({
      status: 0,
      location: "",
      honest: false,
      why: error.code ?? error.message,
      ms: performance.timeOrigin + performance.now() - began,
    }));
    this.waitsForAnswer = false;
    this.#with.tell({
      kind,
      began,
      ms: visit.ms,
      status: visit.status,
      honest: visit.honest,
      why: visit.why,
    });
    return visit;
  }

  /** Of a stream, the time is that until its first message; then this waits for the draw. */
  #exchange(kind: Kind, path: string, form?: Record<string, string>) {
    const { url, number } = this.#with;
    const body = form && new URLSearchParams(form).toString();
    const began = performance.now();
    const headers = {
      Accept: kind === "wait" ? "text/event-stream" : "text/html",
      "Accept-Encoding": "gzip",
      "X-Forwarded-For": `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
      ...(this.#cookie && { Cookie: this.#cookie }),
      ...(body && {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": String(Buffer.byteLength(body)),
        Origin: url,
        "Sec-Fetch-Site": "same-origin",
      }),
    };
    return new Promise<Visit & Answer>((resolve, reject) => {
      const request = http.request(url + path, { method: body ? "POST" : "GET", agent, headers });
      const patience = setTimeout(() => request.destroy(new Error("no answer in time")), PATIENCE_MS);
      request.once("error", (error) => {
        clearTimeout(patience);
        reject(error);
      });
      request.once("response", (response) => {
        this.#remember(response);
        const status = response.statusCode!;
        let ms = 0;
        let following: NodeJS.Timeout | undefined;
        const end = () => {
          clearTimeout(patience);
          clearTimeout(following);
          const { location = "", "retry-after": later } = response.headers;
          const honest = (status !== 503 && status !== 429) || later !== undefined;
          const why = WANTED.has(status) ? "" : `at ${path.replace(/^\/l\/\w+/, "/l/:id")}`;
          resolve({ kind, began, ms: ms || performance.now() - began, status, location, honest, why });
        };
        const hangUp = () => {
          end();
          response.destroy();
        };
        if (kind === "wait" && status === 200) {
          clearTimeout(patience);
          following = setTimeout(hangUp, FOLLOWS_MS);
          response.on("data", (chunk: Buffer) => {
            ms ||= performance.now() - began;
            this.waitsForAnswer = false;
            if (chunk.includes('"draw":{')) hangUp();
          });
        } else response.resume();
        response.once("end", end).once("error", (error) => {
          clearTimeout(patience);
          if (ms === 0) reject(error);
        });
      });
      request.end(body);
    });
  }

  #remember(response: http.IncomingMessage): void {
    const cookie = response.headers["set-cookie"]?.find((line) => line.startsWith("visitor="));
    if (cookie) this.#cookie = cookie.split(";")[0]!;
  }
}

function anyOf<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)];
}
