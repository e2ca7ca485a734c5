// The reference: a bare node:http server that says the same bytes. Runs in a process of its own.
import http from "node:http";
import type { AddressInfo } from "node:net";

export type Recording = {
  method: string;
  path: string;
  status: number;
  headers: string[];
  /** Base64. */
  body: string;
};

process.once("message", (recordings) => {
  const answers = new Map(
    (recordings as Recording[]).map((each) => [`${each.method} ${each.path}`, prepare(each)]),
  );
  const server = http.createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    const answer = answers.get(`${request.method} ${request.url}`);
    if (!answer) return response.writeHead(404).end();
    const say = () => response.writeHead(answer.status, answer.headers).end(answer.body);
    return request.method === "POST" ? request.resume().once("end", say) : say();
  });
  server.listen(0, "127.0.0.1", () => {
    process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
});

function prepare({ status, headers, body }: Recording) {
  return { status, headers, body: Buffer.from(body, "base64") };
}
