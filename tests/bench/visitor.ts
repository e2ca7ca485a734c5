/** The cookie that a first visit brings, and the club in it. */
export async function newVisitor(url: string): Promise<{ cookie: string; clubId: string }> {
  const answer = await fetch(url);
  const cookie = answer.headers
    .getSetCookie()
    .find((line) => line.startsWith("visitor="))
    ?.split(";")[0];
  const value = decodeURIComponent(cookie?.slice("visitor=".length) ?? "");
  // Base64 JSON, then a dot and the signature.
  const kept: unknown = JSON.parse(Buffer.from(value.split(".")[0]!, "base64").toString("utf8"));
  return { cookie: cookie!, clubId: (kept as { clubId: string }).clubId };
}
