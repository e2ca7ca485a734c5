import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import { readPick } from "#app/domain/film/found-pick.ts";
import { movieInput } from "#app/domain/film/movie-input.ts";
import { refuse } from "#app/http/answer.ts";
import { languageOf } from "#app/http/request-language.server.ts";
import { findForPage, readAsked } from "#app/movies/find-for-page.server.ts";
import { maySearch } from "#app/visitor/search-quota.server.ts";
import { NOTHING } from "./form-answer.ts";

/** The page as it was sent, with the films that its title may mean; 422 when nothing is typed to look for. */
export async function find(request: Request, form: URLSearchParams) {
  const thisYear = new Date().getUTCFullYear();
  const text = readAsked({ title: form.get("title"), year: form.get("year") });
  if (text === "") return data({ ...NOTHING, reply: read(form, thisYear).reply() }, { status: 422 });
  // Whoever looks for a film is not finished with the form: nothing in it is judged.
  form.set(
    "__intent__",
    JSON.stringify({ type: "update", payload: { name: "title", value: form.get("title") } }),
  );
  const reply = read(form, thisYear).reply();
  const asked = { language: await languageOf(request), thisYear, signal: request.signal };
  return data({ ...NOTHING, reply, found: await findForPage(text, { ...asked, may: maySearch }) });
}

/** The form with the film that was picked in its fields; as it is when none was. Throws 400 for what is no film. */
export function withPicked(form: URLSearchParams): URLSearchParams {
  const text = form.get("pick");
  if (text === null) return form;
  const pick = readPick(text);
  if (!pick) throw refuse({ reason: "unknown-command" });
  for (const [name, value] of Object.entries(pick)) form.set(name, value);
  return form;
}

function read(form: URLSearchParams, thisYear: number) {
  return parseWithZod(form, { schema: movieInput(thisYear), disableAutoCoercion: true });
}
