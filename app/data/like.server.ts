/** A text as part of a pattern of `like`, in which none of its signs means anything. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** The pattern of `like` for everything that holds a text. */
export function holding(text: string): string {
  return `%${literally(text)}%`;
}
