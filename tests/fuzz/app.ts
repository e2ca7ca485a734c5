import { randomUUID } from "node:crypto";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { EVENING, formWith } from "#tests/support/lotteries.ts";
import type { Scene } from "#tests/support/action-forms.ts";

const ORIGIN = "http://127.0.0.1:3000";
const READY_WITHIN_MS = 20_000;

/** A post to the app: as a page's form is sent without scripts, or as Remix's scripts send it. */
export type Post = { path: string; body: string; page: boolean; known: boolean };

/** The built app in this process, without a server in front. */
export async function openApp(build: ServerBuild) {
  const handle = createRequestHandler(build, "production");
  await untilReady(handle);
  let cookie = "";

  async function post({ path, body, page, known }: Post): Promise<Response> {
    const [pathname = "", query] = path.split("?");
    const address = page ? pathname : `${pathname === "/" ? "/_root" : pathname}.data`;
    const headers = new Headers({ "Content-Type": "application/x-www-form-urlencoded" });
    if (known) headers.set("Cookie", cookie);
    const answer = await handle(
      new Request(`${ORIGIN}${address}${query === undefined ? "" : `?${query}`}`, {
        method: "POST",
        headers,
        body,
      }),
    );
    await answer.arrayBuffer();
    return answer;
  }

  /** Another known visitor, with a lottery, a movie and an import of theirs. */
  async function newScene(): Promise<Scene> {
    cookie = await cookieOf(handle);
    const page = { page: true, known: true };
    const body = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
    const created = await post({ path: "/?index", body: body(formWith(EVENING)), ...page });
    const lottery = created.headers.get("Location") ?? "";
    const title = `Фантомас ${randomUUID()}`;
    const movie = { form: "add", submitKey: randomUUID(), title, year: "", note: "", poster: "" };
    await post({ path: "/library", body: body(movie), ...page });
    const library = await handle(new Request(`${ORIGIN}/library`, { headers: { Cookie: cookie } }));
    const found = /\/library\/\w{10}/.exec(await library.text())?.[0];
    if (!lottery || !found) throw new Error(`no lottery (${created.status}) or no movie (${library.status})`);
    const filled = formWith(EVENING.slice(0, 1), { way: "collect" });
    const hat = (await post({ path: "/?index", body: body(filled), ...page })).headers.get("Location") ?? "";
    const inside = await handle(new Request(`${ORIGIN}${hat}`, { headers: { Cookie: cookie } }));
    const film = /name="film" value="([\w-]+)"/.exec(await inside.text())?.[1];
    if (!film) throw new Error(`no film in the hat (${inside.status})`);
    const poll = {
      submitKey: randomUUID(),
      method: "approval",
      hours: "24",
      lottery: lottery.slice("/l/".length),
    };
    const made = await post({ path: "/p/new", body: body(poll), ...page });
    const byName = { ...poll, submitKey: randomUUID(), names: "Аня" };
    const named = await post({ path: "/p/new", body: body(byName), ...page });
    const settings = named.headers.get("Location") ?? "";
    const names = await handle(new Request(`${ORIGIN}${settings}`, { headers: { Cookie: cookie } }));
    const voter = /name="voter" value="([\w-]+)"/.exec(await names.text())?.[1];
    if (!voter) throw new Error(`no name in the poll (${names.status})`);
    const list = { submitKey: randomUUID(), text: title };
    const importing =
      (await post({ path: "/library/import", body: body(list), ...page })).headers.get("Location") ?? "";
    // An invite of nobody: whoever joined would be another visitor from then on.
    const invite = `/join/${"0".repeat(32)}`;
    return {
      lottery,
      movie: found,
      removed: "",
      hat,
      film,
      invite,
      importing,
      poll: made.headers.get("Location") ?? "",
      named: settings.replace("/settings", ""),
      voter,
    };
  }

  return { post, newScene, untilReady: () => untilReady(handle) };
}

type Handle = (request: Request) => Promise<Response>;

/** Resolves as soon as the database can be used. */
async function untilReady(handle: Handle): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await handle(new Request(`${ORIGIN}/readyz`))).ok) {
    if (performance.now() > deadline) throw new Error("the database is not ready");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The cookies of a new visitor. */
async function cookieOf(handle: Handle): Promise<string> {
  const home = await handle(new Request(`${ORIGIN}/`));
  return home.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
}
