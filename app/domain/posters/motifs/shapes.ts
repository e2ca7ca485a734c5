/** How strong the second tone of a drawing is: the paper shows through. */
const TONE = 0.42;

/** Shapes in the second tone. */
export function toned(shapes: string): string {
  return `<g opacity="${TONE}">${shapes}</g>`;
}

/** An area. Where its parts lie in one another they are holes in turn. */
export function area(d: string): string {
  return `<path fill-rule="evenodd" d="${d}"/>`;
}

/** Lines of one width with round ends. */
export function line(width: number, d: string, more = ""): string {
  return `<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="${width}"${more} d="${d}"/>`;
}

/** A disc. */
export function disc(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}"/>`;
}

/** A disc as a part of an area's path, so that it can be a hole. */
export function discPath(x: number, y: number, radius: number): string {
  return `M${short(x - radius)} ${short(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0${-2 * radius} 0z`;
}

/** A rectangle as a part of an area's path. */
export function boxPath(x: number, y: number, width: number, height: number): string {
  return `M${short(x)} ${short(y)}h${width}v${height}h${-width}z`;
}

/** Shapes as in a mirror that stands in the middle of the poster. */
export function mirrored(shapes: string): string {
  return `<g transform="matrix(-1 0 0 1 200 0)">${shapes}</g>`;
}

/** Shapes turned around a point. */
export function turned(degrees: number, x: number, y: number, shapes: string): string {
  return `<g transform="rotate(${degrees} ${x} ${y})">${shapes}</g>`;
}

/** So many things, made of their numbers. */
export function each(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("");
}

/** A number in as few characters as a drawing needs. */
export function short(value: number): number {
  return Math.round(value * 10) / 10;
}
