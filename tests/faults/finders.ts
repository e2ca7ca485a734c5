import { setTimeout as sleep } from "node:timers/promises";
import { paths } from "#app/paths.ts";
import { type Answer, newVisitor, type Visitor } from "#tests/support/visitor.ts";
import { filled, formWithField, valueIn } from "./page-form.ts";
import { type Log, record } from "./record.ts";

const FINDERS = 2;
const PAUSE_MS = 400;

/**
 * Two visitors who look for films again and again, none of them twice, and have typed something else before; and who look
 * at the posters of films that nobody has looked at.
 */
export function startFinders(base: string, images: string, log: Log) {
  const epoch = Math.random().toString(36).slice(2, 8);
  let count = 0;
  let day = new AbortController();

  async function findOn(visitor: Visitor): Promise<void> {
    while (!day.signal.aborted) {
      await sleep(PAUSE_MS);
      count += 1;
      const page = await visitor.get("/").catch(() => null);
      const form = page && formWithField(page.html, "several");
      if (!form) continue;
      // "0" leads to no film that comes along: whoever finds nothing has waited for the provider.
      const title = `0${epoch}${count}`;
      const typed = { title, name: `Пятница «${count}»`, several: "Сталкер (1979)\nHer" };
      await record(
        log,
        "find",
        () => visitor.post(form.action, [...filled(form, typed), ["find", ""]]),
        (answer) => ({ wrong: wrongWith(answer, typed) }),
      );
      await lookAtPoster(visitor, title);
    }
  }

  /** Of a film of their own that nobody has looked at; none of them can be had. */
  async function lookAtPoster(visitor: Visitor, title: string): Promise<void> {
    const library = await visitor.get(paths.library).catch(() => null);
    const form = library && formWithField(library.html, "note");
    if (!form) return;
    const film = { title, year: "1985", poster: `${images}/${title}.jpg` };
    await visitor.post(form.action, filled(form, film)).catch(() => null);
    const page = await visitor.get(paths.library).catch(() => null);
    const addresses = [...(page?.html ?? "").matchAll(/"(\/posters\/[^"\s]+)"/g)].map(
      ([, address]) => address!,
    );
    const ours = addresses.find((address) => address.includes(title))?.replaceAll("&amp;", "&");
    if (!ours) return;
    const look = ({ status }: Answer) => ({ wrong: status === 404 ? [] : [`status ${status}`] });
    await record(log, "a poster", () => visitor.get(ours), look);
  }

  let running: Promise<unknown>[] = [];
  return {
    go() {
      day = new AbortController();
      running = Array.from({ length: FINDERS }, () => findOn(newVisitor(base)));
    },
    async stop() {
      day.abort();
      await Promise.all(running);
    },
  };
}

/** What is wrong with an answer that should be the form with everything that was typed. */
function wrongWith({ status, html }: Answer, typed: Record<string, string>): string[] {
  if (status !== 200) return [`status ${status}`];
  const form = formWithField(html, "several");
  if (!form) return ["without the form"];
  return Object.entries(typed)
    .filter(([name, text]) => valueIn(form, name) !== text)
    .map(([name]) => `has lost what was typed as ${name}`);
}
