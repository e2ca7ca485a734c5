/** What went wrong, in one line. Errors of connections to several addresses at once carry their words in their parts. */
export function wordsOf(error: unknown): string {
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return parts.map((part) => (part instanceof Error ? part.message : String(part))).join("; ");
}
