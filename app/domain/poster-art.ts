import { MOTIFS, PALETTES } from "./poster-design.ts";

export type Palette = { paper: string; shape: string; print: string };

/** The colours of styles/poster.css, for pictures that are drawn without a browser. A test keeps both the same. */
export const POSTER_PALETTES: readonly Palette[] = [
  { paper: "#f0e2c4", shape: "#c8372d", print: "#1c1310" },
  { paper: "#14304a", shape: "#f2a541", print: "#fbf1dc" },
  { paper: "#e7b23c", shape: "#1f2a44", print: "#14100c" },
  { paper: "#7c1f2b", shape: "#f4c9a0", print: "#fff3e2" },
  { paper: "#1e3b34", shape: "#e8d9a8", print: "#fbf4de" },
  { paper: "#d9603b", shape: "#2b1a3a", print: "#1d0f0a" },
  { paper: "#2a2140", shape: "#e5627b", print: "#fdeee6" },
  { paper: "#a8c3bc", shape: "#b3372a", print: "#14211f" },
  { paper: "#161616", shape: "#d8c9a3", print: "#f8efdc" },
  { paper: "#efc7b5", shape: "#17505c", print: "#221310" },
  { paper: "#3d5a80", shape: "#f0e2c4", print: "#fdf6e6" },
  { paper: "#c9b458", shape: "#7a2e1d", print: "#1a1206" },
];

export const POSTER_WIDTH = 200;
export const POSTER_HEIGHT = 300;

/**
 * A drawn poster without its title, as SVG shapes of 200 × 300 units: what styles/poster.css draws with gradients.
 * `key` names its gradient, and must be unique in the document.
 */
export function posterArt(
  { palette, motif }: { palette: number; motif: number },
  key: string,
): { svg: string; print: string } {
  const { paper, shape, print } = POSTER_PALETTES[palette % PALETTES]!;
  const drawn = MOTIF_SHAPES[motif % MOTIFS]!({ paper, shape, key });
  return { svg: `<path fill="${paper}" d="M0 0h200v300H0z"/>${drawn}`, print };
}

type Ink = { paper: string; shape: string; key: string };

const MOTIF_SHAPES: readonly ((ink: Ink) => string)[] = [
  // A moon over the horizon.
  ({ shape }) => `<circle cx="124" cy="90" r="58.5" fill="${shape}"/>`,
  // Rings of a tree, of water, of vertigo.
  ({ paper, shape, key }) =>
    Array.from(
      { length: 11 },
      (_, ring) =>
        `<circle cx="100" cy="96" r="${ring * 20.4 + 4.5}" fill="none" stroke="${shape}" stroke-width="9"/>`,
    ).join("") + fade(paper, key, 144, 180),
  // The projector's beam.
  ({ paper, shape, key }) =>
    `<path fill="${shape}" d="M8 18L449.5 252.7L242.7 459.5z"/>${fade(paper, key, 150, 186)}`,
  // Low sun behind bars.
  ({ paper, shape }) =>
    `<circle cx="100" cy="102" r="66.5" fill="${shape}"/>` +
    `<path fill="${paper}" d="${Array.from({ length: 16 }, (_, bar) => `M0 ${63 + bar * 5.76}h200v2.88H0z`).join("")}"/>`,
  // A slanted cut.
  ({ shape }) => `<path fill="${shape}" d="M0 0H200V15.5L0 121.9z"/>`,
  // Two that meet.
  ({ paper, shape }) =>
    `<circle cx="144" cy="108" r="48" fill="${paper}"/><circle cx="144" cy="108" r="48" fill="${shape}" opacity=".45"/>` +
    `<circle cx="60" cy="84" r="51.5" fill="${shape}"/>`,
  // A staircase of light.
  ({ shape }) =>
    `<path fill="${shape}" d="${[162, 162, 132, 102, 72, 42, 42].map((foot, step) => `M${step * 33.2} 0h14v${foot}h-14z`).join("")}"/>`,
  // A door left ajar.
  ({ shape }) => `<path fill="${shape}" d="M81.2 0h60v156h-60z"/>`,
];

/** What lies above fades into the paper between two heights. */
function fade(paper: string, key: string, from: number, to: number): string {
  return (
    `<linearGradient id="${key}" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${from}" y2="${to}">` +
    `<stop stop-color="${paper}" stop-opacity="0"/><stop offset="1" stop-color="${paper}"/></linearGradient>` +
    `<path fill="url(#${key})" d="M0 ${from}h200V300H0z"/>`
  );
}
