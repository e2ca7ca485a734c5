import Negotiator from "negotiator";

/** Browsers send a tenth of this. The rest is not read: sorting 16 KB of preferences costs as much as a page. */
const READ_MAX_CHARACTERS = 1_024;

/**
 * Those of our encodings that an Accept-Encoding header accepts, best first (RFC 9110 §12.5.3); none without a header.
 */
export function acceptedEncodings(header: string | null, ours: string[]): string[] {
  return new Negotiator({ headers: { "accept-encoding": beginningOf(header) } }).encodings(ours);
}

/** Those of our languages that an Accept-Language header accepts, best first (RFC 9110 §12.5.4). */
export function acceptedLanguages(header: string | null, ours: string[]): string[] {
  return new Negotiator({ headers: { "accept-language": beginningOf(header) } }).languages(ours);
}

function beginningOf(header: string | null): string {
  return (header ?? "").slice(0, READ_MAX_CHARACTERS);
}
