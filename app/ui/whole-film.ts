import { paths } from "#app/paths.ts";

/**
 * Tells the app that a film was chosen from a list, whose lines say less of it than there is to know: the app asks its
 * provider now, and saves all of it when the form is sent. Nobody waits for that, and nothing depends on it.
 */
export function announceChoice({ ref }: { ref: string }): void {
  if (ref) fetch(paths.find(new URLSearchParams({ ref }).toString())).catch(() => undefined);
}
