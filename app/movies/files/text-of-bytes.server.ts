/** Marks that a text begins with, and the encoding that each stands for. */
const MARKS = [
  { mark: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/** So much of a file says which encoding it has. */
const LOOKED_AT = 64 * 1024;

/**
 * The text of a file that does not say its encoding, or says a wrong one: UTF-8, UTF-16, else Windows' Cyrillic or Latin
 * letters, whichever make words. Null for what is no text, such as a picture.
 */
export function textOfBytes(bytes: Uint8Array): string | null {
  const marked = MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  const text =
    strictly(marked?.encoding ?? utf16Without(bytes) ?? "utf-8", bytes) ??
    eightBits(bytes.subarray(marked?.mark.length ?? 0));
  return isText(text) ? text : null;
}

function strictly(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 without a mark: every other byte of line breaks, commas and Latin letters is 0. */
function utf16Without(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const beginning = bytes.subarray(0, LOOKED_AT);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < beginning.length; index++) {
    if (beginning[index] !== 0) continue;
    if (index % 2 === 0) even++;
    else odd++;
  }
  const many = beginning.length / 16;
  if (odd > many && even === 0) return "utf-16le";
  return even > many && odd === 0 ? "utf-16be" : null;
}

/** In Russian, letters beyond ASCII stand side by side; in French or Polish they stand among Latin ones. */
function eightBits(bytes: Uint8Array): string {
  let together = 0;
  let among = 0;
  for (let index = 1; index < Math.min(bytes.length, LOOKED_AT); index++) {
    if (!isHigh(bytes[index]!)) continue;
    if (isHigh(bytes[index - 1]!)) together++;
    else if (isLatin(bytes[index - 1]!)) among++;
  }
  return new TextDecoder(together > among ? "windows-1251" : "windows-1252").decode(bytes);
}

function isHigh(byte: number): boolean {
  return byte >= 0xa8;
}

function isLatin(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Pictures and archives have characters in them that no text has. */
function isText(text: string): boolean {
  // Control characters are what is looked for here, all but those that move the cursor and end a DOS file.
  // oxlint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, LOOKED_AT));
}
