import type { ActionFunctionArgs } from "@remix-run/node";
import { isLanguage } from "#app/copy/language.ts";
import { formShape, hidden, TYPED } from "#app/domain/form-shape.ts";
import { refuse, seeOther } from "#app/http/answer.ts";
import { languageCookie, withLanguage } from "#app/http/request-language.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { isOwnPath, paths } from "#app/paths.ts";

/** `back` is the address of the page to return to; any text that is not an address of this app leads home. */
const LANGUAGE_SHAPE = formShape({ language: hidden(10), back: TYPED });

export function loader(): Response {
  return seeOther(paths.home);
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request, LANGUAGE_SHAPE);
  const language = form.get("language");
  if (!isLanguage(language)) throw refuse({ reason: "unknown-command" });
  const typed = form.get("back") ?? "";
  const back = isOwnPath(typed) ? typed : paths.home;
  // A browser that keeps no cookies is told by the address.
  const page = request.headers.has("Cookie") ? back : withLanguage(new URL(back, request.url), language);
  return seeOther(page, await languageCookie().serialize(language));
}

/** Never shown, but without it refusals would have no page. */
export default function Language() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
