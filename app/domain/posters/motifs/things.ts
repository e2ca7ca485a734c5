import { area, boxPath, discPath, each, line, mirrored, toned, turned } from "./shapes.ts";

/** What a film is about, or made of. */
export const THINGS: readonly string[] = [
  // An eye.
  area(`M8 80Q100-14 192 80 100 174 8 80z${discPath(100, 80, 40)}${discPath(100, 80, 22)}`),
  // A keyhole.
  area("M0-8h200v158H0zM86 82L72 128h56L114 82a28 28 0 1 0-28 0z"),
  // A strip of film.
  turned(
    -8,
    100,
    80,
    area(
      boxPath(-24, 30, 248, 98) +
        each(4, (frame) => boxPath(-10 + frame * 62, 54, 52, 50)) +
        each(15, (hole) => boxPath(-18 + hole * 16.5, 37, 9, 10) + boxPath(-18 + hole * 16.5, 111, 9, 10)),
    ) + toned(area(boxPath(52, 54, 52, 50))),
  ),
  // A reel.
  area(
    discPath(100, 78, 72) +
      discPath(100, 78, 8) +
      each(5, (hole) => {
        const angle = (hole / 5) * 2 * Math.PI;
        return discPath(100 + 42 * Math.sin(angle), 78 - 42 * Math.cos(angle), 19);
      }),
  ),
  // An umbrella.
  area(`M22 90a78 78 0 0 1 156 0${each(6, () => "q-13-15-26 0")}z`) +
    line(7, "M100 84v52a11 11 0 0 1-22 0M100 6v8"),
  // High noon.
  `<circle cx="100" cy="80" r="64" fill="none" stroke="currentColor" stroke-width="13"/>` +
    line(10, "M100 84V40M100 84l26 16"),
  // A heart, and its other half.
  area("M100 146C42 102 20 78 20 50a40 38 0 0 1 80-6z") +
    mirrored(toned(area("M100 146C42 102 20 78 20 50a40 38 0 0 1 80-6z"))),
  // A glass in a bar.
  area("M34 16h132l-58 68v48h32v16H60v-16h32V84zM60 30h80l-11 13H71z"),
  // Something in the water.
  area("M42 118C62 58 102 28 150 22c-18 32-18 64 2 96z") +
    line(9, `M-24 138q16-16 32 0${each(6, () => "t32 0")}`),
  // A ticket.
  turned(
    -14,
    100,
    78,
    area(
      `M16 38h168v26a14 14 0 0 0 0 28v26H16V92a14 14 0 0 0 0-28z${each(5, (dash) => boxPath(136, 44 + dash * 15, 5, 8))}`,
    ),
  ),
];
