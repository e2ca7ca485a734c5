import { CARD_HEIGHT, CARD_WIDTH, type LinkCard } from "#app/domain/lottery/link-card.ts";
import {
  type Lettering,
  posterArt,
  POSTER_HEIGHT,
  POSTER_WIDTH,
  type Palette,
} from "#app/domain/posters/poster-art.ts";
import { type PosterDesign, TITLE_SIZES, TITLE_WIDTH } from "#app/domain/posters/poster-design.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { showable, typeset, type Outline } from "./typesetting.server.ts";

// The colours of the dark theme in styles/tokens.css.
const ROOM = "#120c0b";
const INK = "#f7ead7";
const INK_SOFT = "#c9b5a2";
const LAMP = "#ffb454";
const LAMP_INK = "#2a1600";
const TICKET = "#f3e1c2";
const TICKET_INK = "#2a1a12";

const MARGIN = 44;
const WIDE = CARD_WIDTH - 2 * MARGIN;
const GAP = 18;
const POSTER_MOST = 196;
const HEADING_SIZES = [124, 104, 88, 74];
const TITLE_LINES = 6;

/** The link card as SVG. All text comes as outlines, so nothing that people typed gets into the document. */
export function sceneOf({ sign, heading, lead, badge, posters, more }: LinkCard): string {
  const cells = posters.length + (more > 0 ? 1 : 0);
  const width = Math.min(POSTER_MOST, (WIDE - (cells - 1) * GAP) / cells);
  const height = (width * POSTER_HEIGHT) / POSTER_WIDTH;
  const top = CARD_HEIGHT - 46 - height;
  const left = (CARD_WIDTH - cells * width - (cells - 1) * GAP) / 2;
  // The films that are left out come last, so that all others look as they do on the page.
  const designs = posterDesigns(posters);
  const row = posters.map((film, index) =>
    placed(film.picture ? pictured(film.picture) : posterOf(film, designs[index]!), {
      index,
      left,
      top,
      width,
    }),
  );
  if (more > 0) row.push(placed(stub(more), { index: posters.length, left, top, width }));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH}" height="${CARD_HEIGHT}">` +
    room() +
    signOf(sign, badge) +
    titles(showable(heading) || sign, lead, cells === 0 ? CARD_HEIGHT - 40 : top - 20) +
    `<clipPath id="paper"><rect width="${POSTER_WIDTH}" height="${POSTER_HEIGHT}" rx="7"/></clipPath>` +
    `${row.join("")}</svg>`
  );
}

/** A dark room, and the lamp's warm light falling in from above. */
function room(): string {
  return (
    `<radialGradient id="glow"><stop stop-color="${LAMP}" stop-opacity=".42"/>` +
    `<stop offset="1" stop-color="${LAMP}" stop-opacity="0"/></radialGradient>` +
    `<path fill="${ROOM}" d="M0 0h${CARD_WIDTH}v${CARD_HEIGHT}H0z"/>` +
    `<ellipse cx="600" cy="70" rx="760" ry="420" fill="url(#glow)"/>`
  );
}

function signOf(sign: string, badge: string | null): string {
  const size = 32;
  const setting = { size, width: WIDE, maxLines: 1, align: "start" } as const;
  const name = typeset(sign.toUpperCase(), setting);
  const word = badge === null ? null : typeset(badge.toUpperCase(), { ...setting, size: 28 });
  const dot = 26;
  const pill = word ? word.width + 36 : 0;
  const left = (CARD_WIDTH - name.width - dot - (pill && pill + 22)) / 2;
  const at = left + dot + name.width + 22;
  return (
    `<circle cx="${left + 8}" cy="50" r="8" fill="${LAMP}"/>` +
    inked(name, INK, left + dot, 50 - name.height / 2) +
    (word
      ? `<rect x="${at}" y="29" width="${pill}" height="42" rx="21" fill="${LAMP}"/>` +
        inked(word, LAMP_INK, at + 18, 50 - word.height / 2)
      : "")
  );
}

/** The heading as large as fits, and the line below it, in the middle between the sign and the posters. */
function titles(heading: string, lead: string, bottom: number): string {
  const top = 84;
  const line = typeset(showable(lead), { size: 38, width: WIDE, maxLines: 1, align: "middle" });
  const words = heading.toUpperCase();
  const room = bottom - top - line.height - 14;
  const sized = HEADING_SIZES.map((size) =>
    typeset(words, { size, width: WIDE, maxLines: room > size * 1.84 ? 2 : 1, align: "middle" }),
  );
  const name = sized.find(({ whole, height }) => whole && height <= room) ?? sized.at(-1)!;
  const start = top + (room - name.height) / 2;
  return inked(name, INK, MARGIN, start) + inked(line, INK_SOFT, MARGIN, start + name.height + 14);
}

/** A film's own poster. It was encoded anew by us, so it brings nothing along. */
function pictured(picture: string): string {
  const size = `width="${POSTER_WIDTH}" height="${POSTER_HEIGHT}" preserveAspectRatio="xMidYMid slice"`;
  return `<image ${size} href="${picture}"/>`;
}

function posterOf(film: { title: string; year: number | null }, design: PosterDesign): string {
  const { svg, lettering, palette } = posterArt(design);
  const { print } = palette;
  const title = showable(film.title).toUpperCase();
  const size = TITLE_SIZES[design.type];
  const setting = { size, width: TITLE_WIDTH, maxLines: TITLE_LINES, align: "start" } as const;
  const words = title ? typeset(title, setting) : null;
  const year = film.year === null ? null : typeset(String(film.year), { ...setting, size: 20 });
  return (
    svg +
    (lettering && design.mark ? letters(design.mark, lettering, palette) : "") +
    (words ? inked(words, print, 14, 268 - words.height) : "") +
    (year ? inked(year, print, 14, 290 - year.height) : "")
  );
}

/** The letter or the year that a poster's motif is made of. */
function letters(
  mark: string,
  { size, baseline, x, align, cut, echoes }: Lettering,
  palette: Palette,
): string {
  const set = typeset(mark, { size, width: POSTER_WIDTH, maxLines: 1, align: "start" });
  const left = align === "middle" ? x - set.width / 2 : x;
  const top = baseline - set.baseline;
  const { paper, shape } = palette;
  const echo = echoes.map(
    ({ by, strength }) =>
      inked(set, paper, left + by, top) + `<g opacity="${strength}">${inked(set, shape, left + by, top)}</g>`,
  );
  return echo.join("") + inked(set, cut ? paper : shape, left, top);
}

/** The ticket that stands for the films without a poster here. */
function stub(more: number): string {
  const count = typeset(`+${more}`, { size: 96, width: POSTER_WIDTH, maxLines: 1, align: "middle" });
  return `<path fill="${TICKET}" d="M0 0h200v300H0z"/>${inked(count, TICKET_INK, 0, 150 - count.height / 2)}`;
}

/** A poster's shapes at its place in the row, a little askew. */
function placed(
  shapes: string,
  { index, left, top, width }: { index: number; left: number; top: number; width: number },
): string {
  const scale = width / POSTER_WIDTH;
  const tilt = [-1.6, 1.2, -0.7, 1.7][index % 4]!;
  const turn = `rotate(${tilt} ${POSTER_WIDTH / 2} ${POSTER_HEIGHT / 2})`;
  return (
    `<g transform="translate(${left + index * (width + GAP)} ${top}) scale(${scale}) ${turn}">` +
    `<g clip-path="url(#paper)">${shapes}</g></g>`
  );
}

function inked({ path }: Outline, colour: string, x: number, y: number): string {
  return `<path fill="${colour}" transform="translate(${x} ${y})" d="${path}"/>`;
}
