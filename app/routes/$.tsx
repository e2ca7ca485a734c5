import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse } from "#app/http/answer.ts";
import { paths } from "#app/paths.ts";

export function loader({ request }: LoaderFunctionArgs): null {
  const damaged = new URL(request.url).pathname === paths.badAddress;
  throw refuse({ reason: damaged ? "bad-address" : "not-found" });
}

export const action = loader;

/** Never seen, but its presence gives the errors above a page. */
export default function NotFound() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
