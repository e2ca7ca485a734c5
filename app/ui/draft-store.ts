import type { LotteryForm } from "#app/domain/lottery-form.ts";

const KEY = "lottery-draft";

/** The unsent form that this browser keeps, or null. Storage may be forbidden; then there is no draft. */
export function readDraft(): LotteryForm | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const usable = typeof draft === "object" && draft !== null && "submitKey" in draft && "entries" in draft;
    return usable ? (draft as LotteryForm) : null;
  } catch {
    return null;
  }
}

export function saveDraft(draft: LotteryForm): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Full or forbidden: the page itself still holds the text.
  }
}

export function removeDraft(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Forbidden: nothing was kept either.
  }
}
