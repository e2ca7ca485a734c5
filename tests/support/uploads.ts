/** The body of a form with a file as a browser sends it, and its header; for Visitor.postBody(). */
export function multipart(
  fields: Record<string, string>,
  file: { name: string; bytes: Buffer | string } = { name: "", bytes: "" },
): [body: Buffer, headers: Record<string, string>] {
  const boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
  const part = (head: string, body: Buffer | string) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(body),
      Buffer.from("\r\n"),
    ]);
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value));
  const sent = part(
    `name="file"; filename="${file.name}"\r\nContent-Type: application/octet-stream`,
    file.bytes,
  );
  const body = Buffer.concat([...parts, sent, Buffer.from(`--${boundary}--\r\n`)]);
  return [body, { "Content-Type": `multipart/form-data; boundary=${boundary}` }];
}
