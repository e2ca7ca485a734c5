import type { ActionFunctionArgs } from "@remix-run/node";
import { isLanguage } from "#app/copy/language.ts";
import { refuse, seeOther } from "#app/http/answer.ts";
import { languageCookie } from "#app/http/cookies.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { isOwnPath, paths } from "#app/paths.ts";

export function loader(): Response {
  return seeOther(paths.home);
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const language = form.get("language");
  if (!isLanguage(language)) throw refuse({ reason: "unknown-command" });
  const back = form.get("back") ?? "";
  return seeOther(isOwnPath(back) ? back : paths.home, await languageCookie().serialize(language));
}

/** Never seen: its presence gives refusals their page. */
export default function Language() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
