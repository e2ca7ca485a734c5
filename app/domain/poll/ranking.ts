/** The order that typed places make, films by their positions; null when they make none. */
export function orderOf(places: Readonly<Record<number, string>>): number[] | null {
  const filled = Object.entries(places).filter(([, text]) => text.trim() !== "");
  const numbered = filled.map(([position, text]) => ({
    position: Number(position),
    place: Number(text),
  }));
  const distinct = new Set(numbered.map(({ place }) => place));
  const whole = numbered.every(({ place }) => Number.isInteger(place) && place >= 1);
  if (!whole || distinct.size < numbered.length) return null;
  return numbered.toSorted((a, b) => a.place - b.place).map(({ position }) => position);
}

/** The order after a film was moved up (-1) or down (1); one that is not in it yet comes to its end. */
export function moved(order: readonly number[], film: number, by: -1 | 1): number[] {
  const from = order.indexOf(film);
  if (from < 0) return [...order, film];
  return placedAt(order, film, from + by);
}

/** The order after a film was put at this index, or at the nearest that there is. */
export function placedAt(order: readonly number[], film: number, index: number): number[] {
  const others = order.filter((each) => each !== film);
  return others.toSpliced(Math.min(Math.max(index, 0), others.length), 0, film);
}
