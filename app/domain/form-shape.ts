/** One field of a form. */
export type Field = {
  /** Longest value, in UTF-16 units; a longer one comes from no page of ours. */
  most: number;
  /** How often a form may carry it. */
  times: number;
};

/** Every field that a form may carry, by its name. */
export type FormShape = ReadonlyMap<string, Field>;

/** For a form that is nothing but a button. */
export const NO_FIELDS: FormShape = new Map();

/**
 * A field that people type into may be as long as the form's limit: its own rules say what is too long, and then the
 * whole text can come back.
 */
export const TYPED: Field = { most: Infinity, times: 1 };

/** A uuid that tells one submit from another. None is longer than this. */
export const KEY: Field = { most: 200, times: 1 };

/**
 * A shape from names; `entries[0..24].title` stands for a field of each entry. Written out name by name, so that a name
 * that arrives is looked up and never taken apart.
 */
export function formShape(fields: Readonly<Record<string, Field>>): FormShape {
  return new Map(
    Object.entries(fields).flatMap(([name, field]) => namesOf(name).map((each) => [each, field] as const)),
  );
}

/** A field that comes from the page itself: `most` units at most, `times` times at most. */
export function hidden(most: number, times = 1): Field {
  return { most, times };
}

function namesOf(pattern: string): string[] {
  const range = /\[(\d+)\.\.(\d+)\]/.exec(pattern);
  if (!range) return [pattern];
  const [first, last] = [Number(range[1]), Number(range[2])];
  return Array.from({ length: last - first + 1 }, (_, index) =>
    pattern.replace(range[0], `[${first + index}]`),
  );
}
