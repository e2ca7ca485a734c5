/** What went wrong, in one line. An error of connecting to several addresses has its messages in its parts. */
export function wordsOf(error: unknown): string {
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return parts.map((part) => (part instanceof Error ? part.message : String(part))).join("; ");
}
