/** The last millisecond that a Date can hold. */
const LAST_MS = 8.64e15;

/**
 * A time from pg or JSON as a valid Date. Times beyond the range of a Date ("infinity", the year 280000) become its
 * nearest end.
 */
export function momentOf(value: Date | number | string): Date {
  const ms = value instanceof Date ? value.getTime() : Number(value);
  const time = Number.isNaN(ms) ? Date.parse(String(value)) : ms;
  if (!Number.isNaN(time)) return new Date(Math.min(Math.max(time, -LAST_MS), LAST_MS));
  return new Date(/^-|BC$/.test(String(value)) ? -LAST_MS : LAST_MS);
}
