import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { acceptedEncodings } from "./negotiation.server.ts";

/** A shorter document is not worth compressing. */
const WORTH_IT_BYTES = 1_024;

/**
 * A document as the browser accepts it, compressed in one go: remix-serve's stream compressor costs about three times
 * as much, and leaves alone what is encoded already. Sets Content-Encoding and Vary.
 */
export function compressed(body: Buffer, request: Request, headers: Headers): Buffer {
  if (body.length < WORTH_IT_BYTES) return body;
  headers.append("Vary", "Accept-Encoding");
  const accepted = acceptedEncodings(request.headers.get("Accept-Encoding"), ["br", "gzip"]);
  if (accepted.includes("br")) {
    headers.set("Content-Encoding", "br");
    return brotliCompressSync(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    });
  }
  if (!accepted.includes("gzip")) return body;
  headers.set("Content-Encoding", "gzip");
  return gzipSync(body, { level: 5 });
}
