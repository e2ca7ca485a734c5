import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { refuse } from "#app/http/answer.ts";
import { addressToday } from "#app/paths.ts";

export function loader({ request }: LoaderFunctionArgs): null {
  const today = addressToday(new URL(request.url).pathname);
  if (today !== null) throw redirect(today, 301);
  return action();
}

export function action(): never {
  throw refuse({ reason: "not-found" });
}

/** Never shown, but without it the errors above would have no page. */
export default function NotFound() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
