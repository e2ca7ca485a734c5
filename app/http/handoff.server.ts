const ESCAPES: Record<string, string> = {
  "&": "\\u0026",
  ">": "\\u003e",
  "<": "\\u003c",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/**
 * The scripts that hand what the loaders answered to the browser, to stand at the end of a document. Remix renders them as parts
 * of the document that are waited for, piece by piece; here nothing has to be waited for, and the document is rendered in
 * one go.
 */
export async function handoffScripts(
  stream: ReadableStream<Uint8Array> | undefined,
  nonce: string,
): Promise<string> {
  if (!stream) return "";
  const decoder = new TextDecoder();
  const lines: string[] = [];
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const text = JSON.stringify(decoder.decode(piece.value, { stream: true }));
    const escaped = text.replaceAll(/[&><\u2028\u2029]/g, (character) => ESCAPES[character]!);
    lines.push(`window.__remixContext.streamController.enqueue(${escaped});`);
  }
  lines.push("window.__remixContext.streamController.close();");
  return `<script nonce="${nonce}">${lines.join("")}</script>`;
}
