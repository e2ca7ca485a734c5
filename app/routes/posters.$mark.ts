import type { LoaderFunctionArgs } from "@remix-run/node";
import { pictures } from "#app/movies/pictures/open-pictures.server.ts";
import { FORMATS, WIDTHS, type Form } from "#app/movies/pictures/render.server.ts";
import { notThere, picture } from "#app/http/file.server.ts";

const YEAR_S = 365 * 24 * 60 * 60;
/** A browser that shows the drawn poster meanwhile can wait this long, and then does without. */
const WAIT_MS = 4_000;

/** A poster that stands somewhere else, from us. */
export async function loader({ request, params: { mark = "" } }: LoaderFunctionArgs): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const from = query.get("from") ?? "";
  if (!pictures().isOurs(mark, from)) return notThere();
  const form = formOf(query.get("w"), request.headers.get("Accept") ?? "");
  const body = await pictures().get(from, form, WAIT_MS);
  if (!body) return notThere();
  const answer = picture(request, { body, type: `image/${form.format}`, maxAgeS: YEAR_S, immutable: true });
  answer.headers.set("Vary", "Accept");
  return answer;
}

function formOf(wanted: string | null, accept: string): Form {
  const width = WIDTHS.find((each) => String(each) === wanted) ?? WIDTHS[0];
  const format = FORMATS.find((each) => each === "webp" && accept.includes("image/webp")) ?? "jpeg";
  return { width, format };
}
