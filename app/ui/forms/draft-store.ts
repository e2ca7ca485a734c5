/** The texts of a form, its submit key, and whether that may have been used; earlier releases did not say. */
export type Draft = { submitKey: string; unsure?: boolean };

/** What this browser keeps of an unsent form under this name, or null. Storage may be forbidden; then there is no draft. */
export function readDraft(name: string): object | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(keyOf(name)) ?? "null");
    return typeof draft === "object" && draft !== null && "submitKey" in draft ? draft : null;
  } catch {
    return null;
  }
}

export function saveDraft(name: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // Full or forbidden: the page itself still has the text.
  }
}

export function removeDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Forbidden: then there was no draft either.
  }
}

/**
 * The key under which a restored draft is sent. Its own if that may have been used, so that nothing is saved twice;
 * else a fresh one, so that two tabs do not send two lists as if they were one.
 */
export function restoredKey({ submitKey, unsure = true }: Draft, fresh: string): string {
  return unsure ? submitKey : fresh;
}

function keyOf(name: string): string {
  return `${name}-draft`;
}
