import { area, boxPath, disc, each, line, toned } from "./shapes.ts";

/** Plain forms, as on posters of the sixties. */
export const FORMS: readonly string[] = [
  // Rings of a tree, of water, of a target.
  disc(100, 80, 5.5) +
    `<g fill="none" stroke="currentColor" stroke-width="9">${each(4, (ring) => disc(100, 80, 21 + ring * 16.5))}</g>`,
  // A slanted cut.
  area("M0-8h200v24L0 122z") + toned(area("M0 122L200 16v30L0 152z")),
  // Two that meet.
  disc(64, 66, 50) + toned(disc(138, 92, 50)),
  // A spiral, as in Vertigo.
  line(
    9,
    "M100 80a7 7 0 0 1 14 0a18 18 0 0 1-36 0a29 29 0 0 1 58 0a40 40 0 0 1-80 0a51 51 0 0 1 102 0a62 62 0 0 1-124 0a73 73 0 0 1 146 0",
  ),
  // A chessboard that runs out.
  area(each(3, (row) => each(5, (column) => square(row, column)))) +
    toned(area(each(5, (column) => square(3, column)))),
  // A bolt of lightning.
  area("M127-8L52 88h40L66 154 152 62h-44L151-8z"),
  // A staircase of light.
  area(each(6, (step) => boxPath(step * 36.8, -8, 16, 158 - step * 22))),
  // A screen of dots that grow smaller.
  each(6, (row) =>
    line(25 - row * 4, `M${row % 2 ? -14 : 0} ${13 + row * 25}h230`, ' stroke-dasharray="0 28.6"'),
  ),
];

function square(row: number, column: number): string {
  if ((row + column) % 2 === 1) return "";
  return row === 0 ? boxPath(column * 40, -8, 40, 46) : boxPath(column * 40, row * 38, 40, 38);
}
