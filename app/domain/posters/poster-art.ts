import { DRAWN, MOTIFS, PALETTES } from "./poster-design.ts";
import { FORMS } from "./motifs/forms.ts";
import { NATURE } from "./motifs/nature.ts";
import { PLACES } from "./motifs/places.ts";
import { THINGS } from "./motifs/things.ts";

export type Palette = { paper: string; shape: string; print: string };

/** The colours of styles/poster-palettes.css, for pictures that are drawn without a browser. A test keeps both the same. */
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
  { paper: "#0f4446", shape: "#ff8f6b", print: "#fdf1e3" },
  { paper: "#c9bbd9", shape: "#46307a", print: "#1c1230" },
  { paper: "#dbe4ea", shape: "#1f56a8", print: "#14161c" },
  { paper: "#e88fa0", shape: "#4a1236", print: "#260a1a" },
];

export const POSTER_WIDTH = 200;
export const POSTER_HEIGHT = 300;

/** The drawings, each of one colour and a lighter tone of it, in the upper half of 200 × 300 units. */
const DRAWINGS: readonly string[] = [...FORMS, ...NATURE, ...PLACES, ...THINGS];

/** How a motif sets its letter or figures: size, baseline and where they begin or have their middle, in the same units. */
export type Lettering = {
  size: number;
  baseline: number;
  x: number;
  align: "start" | "middle";
  /** Whether they are cut out of what is drawn. */
  cut: boolean;
  /** Paler copies behind, the last one first: how far to the side, and how strong. */
  echoes: readonly { by: number; strength: number }[];
};

/** What styles/poster-motifs.css does with a film's letter or year. */
const LETTERINGS: readonly { drawn: string; lettering: Lettering }[] = [
  {
    drawn: "",
    lettering: {
      size: 172,
      baseline: 150,
      x: 14,
      align: "start",
      cut: false,
      echoes: [
        { by: 60, strength: 0.2 },
        { by: 30, strength: 0.45 },
      ],
    },
  },
  {
    drawn: `<circle cx="100" cy="84" r="62"/>`,
    lettering: { size: 110, baseline: 120, x: 100, align: "middle", cut: true, echoes: [] },
  },
  {
    drawn: `<path d="M0 0h200v150H0z"/>`,
    lettering: { size: 150, baseline: 136, x: 14, align: "start", cut: true, echoes: [] },
  },
  {
    drawn: "",
    lettering: { size: 200, baseline: 148, x: 100, align: "middle", cut: false, echoes: [] },
  },
];

/** A drawn poster without its title, as SVG shapes, and how a letter or the year is set on it. */
export function posterArt({ palette, motif }: { palette: number; motif: number }): {
  svg: string;
  lettering: Lettering | null;
  palette: Palette;
} {
  const colours = POSTER_PALETTES[palette % PALETTES]!;
  const { paper, shape } = colours;
  const { drawn, lettering } =
    motif < DRAWN ? { drawn: DRAWINGS[motif]!, lettering: null } : LETTERINGS[(motif % MOTIFS) - DRAWN]!;
  const svg = `<path fill="${paper}" d="M0 0h200v300H0z"/><g fill="${shape}" color="${shape}">${drawn}</g>`;
  return { svg, lettering, palette: colours };
}

/** Above and below a drawing, so that none shows at the edge of its neighbour. */
const GUTTER = 10;
const PITCH = POSTER_HEIGHT + 2 * GUTTER;

/** All drawings as one picture, one below the other: styles/poster-motifs.svg, which the styles colour. */
export function motifSheet(): string {
  const cells = DRAWINGS.map(
    (drawn, index) =>
      `<svg y="${index * PITCH}" width="${POSTER_WIDTH}" height="${PITCH}" viewBox="0 -${GUTTER} ${POSTER_WIDTH} ${PITCH}">${drawn}</svg>`,
  );
  const height = DRAWN * PITCH;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${POSTER_WIDTH}" height="${height}" ` +
    `viewBox="0 0 ${POSTER_WIDTH} ${height}" preserveAspectRatio="none">\n${cells.join("\n")}\n</svg>\n`
  );
}
