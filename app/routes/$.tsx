import { refuse } from "#app/http/answer.ts";

export function loader(): null {
  throw refuse({ reason: "not-found" });
}

export const action = loader;

/** Never seen, but its presence gives the errors above a page. */
export default function NotFound() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
