import { area, disc, each, line, short, toned, turned } from "./shapes.ts";

/** Sky, sea and land. */
export const NATURE: readonly string[] = [
  // A moon.
  disc(124, 82, 58),
  // Low sun over water: the further down, the wider the gaps.
  area([band(14, 74), band(80, 92), band(99, 109), band(117, 125), band(134, 140)].join("")),
  // Sunrise.
  area("M64 150a36 36 0 0 1 72 0z" + each(9, ray)),
  // A planet with its ring.
  turned(-16, 100, 78, toned(disc(100, 78, 46)) + line(8, "M58 62C4 62 0 98 100 98S196 62 142 62")) +
    disc(28, 26, 3.5) +
    disc(168, 122, 3) +
    disc(150, 18, 2.5),
  // Two ranges of mountains.
  disc(150, 40, 20) +
    toned(area("M0 150V118L48 70 88 118 128 84 200 150z")) +
    area("M0 150V134L38 102 72 138 134 66 200 136V150z"),
  // The sea.
  toned(wave(30, 0) + wave(57, -20)) + wave(84, 0) + wave(111, -20) + wave(138, 0),
  // Birds before the sun.
  toned(disc(132, 66, 48)) +
    line(8, bird(26, 58, 26)) +
    line(7, bird(92, 96, 21)) +
    line(6, bird(112, 46, 17)) +
    line(5, bird(56, 118, 13)),
  // A wood.
  toned(area(pine(62, 38, 26) + pine(142, 28, 28))) +
    area(pine(26, 62, 26) + pine(102, 52, 30) + pine(176, 66, 26)),
  // Rain at night.
  turned(
    18,
    100,
    75,
    each(8, (column) =>
      line(
        6,
        `M${column * 34 - 20} -60V128`,
        ` stroke-dasharray="38 30" stroke-dashoffset="${(column * 41) % 68}"`,
      ),
    ),
  ),
  // A cactus under the sun.
  toned(disc(140, 58, 42)) +
    line(22, "M96 150V40") +
    line(16, "M96 116H56V80M96 98H136V62") +
    area("M0 147h200v5H0z"),
];

/** What a sun of 66 has between two heights. */
function band(top: number, bottom: number): string {
  const half = (y: number) => Math.sqrt(66 ** 2 - (80 - y) ** 2);
  const [left, right] = [(y: number) => short(100 - half(y)), (y: number) => short(100 + half(y))];
  const edge = "A66 66 0 0 1 ";
  return `M${left(top)} ${top}H${right(top)}${edge}${right(bottom)} ${bottom}H${left(bottom)}${edge}${left(top)} ${top}z`;
}

function ray(index: number): string {
  const at = (part: number, distance: number) => {
    const angle = ((index + part) / 9) * Math.PI;
    return `${short(100 - distance * Math.cos(angle))} ${short(150 - distance * Math.sin(angle))}`;
  };
  return `M${at(0.24, 46)}L${at(0.24, 230)} ${at(0.76, 230)} ${at(0.76, 46)}z`;
}

function wave(y: number, x: number): string {
  return line(9, `M${x - 20} ${y}q20-24 40 0${each(6, () => "t40 0")}`);
}

function bird(x: number, y: number, wing: number): string {
  const lift = short(wing * 0.72);
  return `M${x} ${y}q${short(wing * 0.62)}-${lift} ${wing} 0q${short(wing * 0.38)}-${lift} ${wing} 0`;
}

/** A fir of three tiers that stands on the ground. */
function pine(x: number, top: number, half: number): string {
  const step = (150 - top) / 3.3;
  const tier = (part: number, width: number) => `${short(x + half * width)} ${short(top + step * part)}`;
  const right = `${tier(1.1, 0.62)} ${tier(1.1, 0.36)} ${tier(2.1, 0.84)} ${tier(2.1, 0.46)} ${tier(3.3, 1)}`;
  const left = `${tier(3.3, -1)} ${tier(2.1, -0.46)} ${tier(2.1, -0.84)} ${tier(1.1, -0.36)} ${tier(1.1, -0.62)}`;
  return `M${x} ${top}L${right} ${left}z`;
}
