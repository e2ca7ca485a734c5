import { createPictures, type Pictures } from "./pictures.server.ts";

let current: Pictures | undefined;

/** Opens the pictures of this process; to be called once. */
export function openPictures(options: Parameters<typeof createPictures>[0]): void {
  current = createPictures(options);
}

/** The pictures of this process. Throws when openPictures() has not been called. */
export function pictures(): Pictures {
  if (!current) throw new Error("openPictures() has not been called");
  return current;
}

/**
 * The same data with our addresses in place of those that people or providers gave for posters: browsers ask nobody but
 * us. Of plain data; what has no poster is handed on as it is.
 */
export function withOurPosters<T>(value: T): T {
  return replaced(value) as T;
}

function replaced(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replaced);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => [
      name,
      name === "posterUrl" && typeof each === "string" ? pictures().ours(each) : replaced(each),
    ]),
  );
}
