/** What this browser keeps of an unsent form under this name, or null. Storage may be forbidden; then there is no draft. */
export function readDraft(name: string): object | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(keyOf(name)) ?? "null");
    return typeof draft === "object" && draft !== null && "submitKey" in draft ? draft : null;
  } catch {
    return null;
  }
}

export function saveDraft(name: string, draft: { submitKey: string }): void {
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

function keyOf(name: string): string {
  return `${name}-draft`;
}
