import { refuse } from "#app/http/answer.ts";

export function loader(): null {
  throw refuse({ reason: "not-found" });
}

export const action = loader;

/** Never shown, but without it the errors above would have no page. */
export default function NotFound() {
  return null;
}

export { ErrorPage as ErrorBoundary } from "#app/ui/error-page.tsx";
