import { LRUCache } from "lru-cache";

/** How many light modules around the code: readers need four (ISO/IEC 18004). */
const QUIET = 4;

const drawn = new LRUCache<string, string>({ max: 500 });

/** A QR code of a link as an SVG document that fills whatever it is put into: black on white in every theme. */
export async function qrSvg(link: string): Promise<string> {
  const known = drawn.get(link);
  if (known) return known;
  const svg = await draw(link);
  drawn.set(link, svg);
  return svg;
}

async function draw(link: string): Promise<string> {
  // With the first code only: it brings all that it could make of one, and the app starts without.
  const { default: QRCode } = await import("qrcode");
  const { size, data } = QRCode.create(link, { errorCorrectionLevel: "M" }).modules;
  const side = size + 2 * QUIET;
  const rows = Array.from({ length: size }, (_, row) => data.slice(row * size, (row + 1) * size));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/>` +
    `<path d="${rows.map((row, index) => barsOf(row, index)).join("")}"/></svg>`
  );
}

/** The dark modules of a row, neighbours joined to one bar: fewer bytes, and no thin gaps between them. */
function barsOf(row: Uint8Array, index: number): string {
  let bars = "";
  for (let start = 0; start < row.length; start++) {
    if (!row[start]) continue;
    let end = start;
    while (row[end]) end++;
    bars += `M${start + QUIET} ${index + QUIET}h${end - start}v1h${start - end}z`;
    start = end;
  }
  return bars;
}
