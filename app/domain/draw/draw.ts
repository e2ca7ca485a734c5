/**
 * The draw, so that anyone can check it. Before it, the server commits itself to a secret seed and to the list of
 * candidates by publishing the SHA-256 of both; whoever draws may add a word, which is hashed in afterwards. The winner
 * follows from seed, list and word by HMAC-SHA256 (RFC 2104), so neither side could choose it alone.
 *
 * The texts below are what is hashed, byte for byte in UTF-8. They must never change for a version that was used.
 */
const LIST_HEADER = "movie-lottery list v1";
const DRAW_HEADER = "movie-lottery draw v1";
const RANGE = 2n ** 64n;
/** At least half of all numbers can be used. So this many misses in a row are not chance: the HMAC must be broken. */
const TRIES_MAX = 256;

/** Far more than a lottery has. With more, their weights might add up to so much that no number could be used. */
const CANDIDATES_MAX = 1_000;

/** What takes part in a draw. `id` is unique in the lottery; `weight` is a whole number from 1 on. */
export type Candidate = {
  position: number;
  id: string;
  title: string;
  year: number | null;
  weight: number;
};

/** Everything that decides a draw; hashes are lower-case hex. */
export type DrawTerms = { lotteryId: string; number: number; listHash: string; wordHash: string };

/** SHA-256 HMAC of an ASCII message under the seed of the draw: 32 bytes. */
export type Hmac = (message: string) => Uint8Array | Promise<Uint8Array>;

/** One try of a draw: the message, its HMAC in hex, the number that follows from it, and whether that could be used. */
export type Try = { message: string; hmac: string; number: bigint; used: boolean };

/**
 * The canonical list: a header, then a line for each candidate in the order of positions, with position, id, weight,
 * year (or a dash) and the title, which comes last because it may hold spaces. Every line ends with a line feed.
 */
export function listText(candidates: readonly Candidate[]): string {
  const lines = candidates
    .toSorted((a, b) => a.position - b.position)
    .map(
      ({ position, id, weight, year, title }) =>
        `${position} ${id} ${weight} ${year ?? "-"} ${oneLine(title)}`,
    );
  return [LIST_HEADER, ...lines, ""].join("\n");
}

/** The message of one try. `counter` starts at 0 and grows only when a number had to be thrown away. */
export function drawMessage({ lotteryId, number, listHash, wordHash }: DrawTerms, counter: number): string {
  return [
    DRAW_HEADER,
    `lottery ${lotteryId}`,
    `draw ${number}`,
    `list ${listHash}`,
    `word ${wordHash}`,
    `counter ${counter}`,
  ].join("\n");
}

/**
 * Who wins: the candidate, the ticket from 0 to the total weight − 1, and each try on the way to it. The first eight
 * bytes of the HMAC are a number; those that would favour the first candidates are thrown away (rejection sampling,
 * Lemire, "Fast Random Integer Generation in an Interval", 2019, §2). The rest is the ticket, and the first candidate
 * whose cumulative weight exceeds it has won. Throws RangeError when the candidates are not drawable, and when none of
 * many tries brings a number that can be used.
 */
export async function decideWinner<T extends Candidate>(
  candidates: readonly T[],
  terms: DrawTerms,
  hmac: Hmac,
): Promise<{ winner: T; ticket: bigint; tries: Try[] }> {
  const total = totalWeight(candidates);
  const fair = RANGE - (RANGE % total);
  const tries: Try[] = [];
  for (let counter = 0; counter < TRIES_MAX; counter++) {
    const message = drawMessage(terms, counter);
    const bytes = await hmac(message);
    const number = firstEightBytes(bytes);
    const used = number < fair;
    tries.push({ message, hmac: toHex(bytes), number, used });
    if (used) return { winner: holderOf(candidates, number % total), ticket: number % total, tries };
  }
  throw new RangeError(`none of ${TRIES_MAX} numbers can be used`);
}

/** Whether a draw can be made: there is a candidate, and each one's weight is a whole number from 1 on. */
export function isDrawable(candidates: readonly Pick<Candidate, "weight">[]): boolean {
  const weigh = candidates.every(({ weight }) => Number.isSafeInteger(weight) && weight >= 1);
  return candidates.length > 0 && candidates.length <= CANDIDATES_MAX && weigh;
}

/** The sum of all weights. Throws RangeError when the candidates are not drawable. */
export function totalWeight(candidates: readonly Candidate[]): bigint {
  if (!isDrawable(candidates)) throw new RangeError("these candidates cannot be drawn from");
  return candidates.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
}

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes of a hex text with an even number of digits. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function holderOf<T extends Candidate>(candidates: readonly T[], ticket: bigint): T {
  let cumulative = 0n;
  for (const candidate of candidates.toSorted((a, b) => a.position - b.position)) {
    cumulative += BigInt(candidate.weight);
    if (ticket < cumulative) return candidate;
  }
  throw new RangeError("the ticket lies above the total weight");
}

function firstEightBytes(bytes: Uint8Array): bigint {
  return bytes.slice(0, 8).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** A title with a line break could forge a line of the list. Titles have none; this makes sure. */
function oneLine(title: string): string {
  return title.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}
