import { area, boxPath, disc, each, mirrored, toned } from "./shapes.ts";

/** Where films begin and end. */
export const PLACES: readonly string[] = [
  // A door left ajar.
  area("M64 18h62v134H64z") + toned(area("M126 18l34-14v162l-34-14z")),
  // A city at night.
  toned(area(boxPath(20, 84, 30, 66) + boxPath(88, 58, 26, 92) + boxPath(142, 26, 22, 124))) +
    area(tower(0, 66, 28, 2) + tower(50, 32, 40, 3) + tower(108, 88, 28, 2) + tower(162, 58, 38, 3)),
  // A road to the horizon.
  toned(area("M48 50a52 44 0 0 1 104 0z")) +
    area("M0 47h200v4H0z") +
    area("M93 54h14L192 152H8zM99 60h2l1 12h-4zM97.5 80h5l2 18h-9zM94 108h12l4 34H90z"),
  // Steps, and what came up on them.
  area("M0 152v-26h34v-26h34V74h34V48h34V22h64v130z") + disc(118, 30, 17),
  // The house on the hill.
  toned(area("M0 152Q100 92 200 152z")) +
    area("M64 126V64l36-34 36 34v62zM90 74h20v24H90z") +
    area("M116 26h12v32l-12-11z"),
  // A tunnel.
  area("M8 152V92a92 90 0 0 1 184 0v60h-26V92a66 64 0 0 0-132 0v60z") +
    `<g opacity=".62">${area("M48 152V94a52 50 0 0 1 104 0v58h-20V94a32 31 0 0 0-64 0v58z")}</g>` +
    `<g opacity=".3">${area("M82 152V96a18 18 0 0 1 36 0v56z")}</g>`,
  // A curtain that opens.
  curtain() + mirrored(curtain()),
  // Somebody in the spotlight.
  toned(area("M92-8h16l52 140H40z")) +
    `<ellipse cx="100" cy="137" rx="66" ry="14"/>` +
    disc(100, 68, 9) +
    area("M88 82h24l5 54H83z"),
  // The projector's beam.
  toned(area("M28 26L200-10V152L28 36z")) + area("M28 29L200 34v62L28 34z") + disc(20, 31, 13),
  // A boat.
  area("M26 122h150l-22 28H50z") + area("M106 8v104H36z") + toned(area("M114 34v78h50z")),
];

/** A house with so many windows beside each other. */
function tower(x: number, top: number, width: number, windows: number): string {
  const pitch = width / windows;
  const rows = Math.floor((136 - top) / 15);
  const lit = each(rows, (row) =>
    each(windows, (column) =>
      (row * 5 + column * 3 + x) % 4 === 0
        ? ""
        : boxPath(x + column * pitch + pitch / 2 - 3, top + 10 + row * 15, 6, 7),
    ),
  );
  return boxPath(x, top, width, 150 - top) + lit;
}

function curtain(): string {
  return (
    toned(area("M0-8h98C94 62 66 114 20 152H0z")) +
    area(
      "M0-8h20C20 58 16 110 0 150zM40-8h20C58 60 42 110 14 152H2C30 110 40 58 40-8zM80-8h18C94 62 66 114 20 152h-2C58 112 80 60 80-8z",
    )
  );
}
