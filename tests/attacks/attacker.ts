import http from "node:http";
import net from "node:net";

export type Ask = {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  /** Sent as a form. */
  form?: string;
};

/** Of an answer that did not come: status 0. */
export type Came = { status: number; headers: http.IncomingHttpHeaders };

export type Attacker = ReturnType<typeof newAttacker>;

const GIVES_UP_MS = 15_000;
/** When a connection that still stands is believed to have said all it has to say. */
const SILENT_MS = 400;
const NOTHING: Came = { status: 0, headers: {} };

/** One client with an address of its own, which sends what no browser would and keeps count of what comes back. */
export function newAttacker(url: string, from: string) {
  const { hostname, port, host } = new URL(url);
  const statuses = new Map<number, number>();
  const dishonest: string[] = [];
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity, localAddress: from });

  function note(status: number, retryAfter: boolean, what: string): void {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status >= 500 && !(status === 503 && retryAfter)) dishonest.push(`${what}: ${status}`);
  }

  /** Resolves when the whole answer came, or its head if it is a stream, or the connection was cut. */
  function ask({ path, form, method = form === undefined ? "GET" : "POST", headers }: Ask): Promise<Came> {
    return new Promise((resolve) => {
      const came = (answer: Came) => {
        note(answer.status, answer.headers["retry-after"] !== undefined, `${method} ${path.slice(0, 60)}`);
        resolve(answer);
      };
      const request = http.request({
        hostname,
        port,
        path,
        method,
        agent,
        localAddress: from,
        headers: { Accept: "text/html", ...(form !== undefined && formHeaders(form, url)), ...headers },
      });
      request.setTimeout(GIVES_UP_MS, () => request.destroy());
      let answered = false;
      request.on("error", () => answered || came(NOTHING));
      request.once("response", (response) => {
        answered = true;
        const answer = { status: response.statusCode ?? 0, headers: response.headers };
        if (answer.headers["content-type"]?.startsWith("text/event-stream")) return came(answer);
        response.on("error", () => {}).once("close", () => came(response.complete ? answer : NOTHING));
        response.resume();
      });
      request.end(form);
    });
  }

  /** Asks so many times, all at once. */
  function many(times: number, what: Ask | ((index: number) => Ask)): Promise<Came[]> {
    const asks = Array.from({ length: times }, (_, index) =>
      typeof what === "function" ? what(index) : what,
    );
    return Promise.all(asks.map(ask));
  }

  /** Sends bytes on a connection of its own and waits until there is nothing more to hear; answers all statuses. */
  function send(bytes: string, { what = bytes.slice(0, 60), holdMs = GIVES_UP_MS } = {}): Promise<number[]> {
    return new Promise((resolve) => {
      const socket = net.connect({ host: hostname, port: Number(port), localAddress: from });
      let text = "";
      let silence = setTimeout(() => socket.destroy(), holdMs);
      socket.setEncoding("latin1").on("data", (chunk: string) => {
        text += chunk;
        clearTimeout(silence);
        silence = setTimeout(() => socket.destroy(), SILENT_MS);
      });
      // A reset is one way to be cut.
      socket.on("error", () => {});
      socket.once("close", () => {
        clearTimeout(silence);
        const answers = text.split(/HTTP\/1\.1 (?=\d{3} )/).slice(1);
        for (const each of answers) note(Number(each.slice(0, 3)), /^retry-after:/im.test(each), what);
        if (answers.length === 0) note(0, false, what);
        resolve(answers.map((each) => Number(each.slice(0, 3))));
      });
      socket.write(bytes, "latin1");
    });
  }

  /** The head of a request as it goes over the wire. */
  function head(path: string, headers: Record<string, string> = {}): string {
    const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
  }

  /** Comes as a browser does, with a club of its own; what it posts is that club's. */
  async function asHost() {
    const { headers } = await ask({ path: "/" });
    const Cookie = (headers["set-cookie"] ?? []).map((each) => each.split(";", 1)[0]).join("; ");
    return (path: string, fields: Record<string, string>) =>
      ask({ path, form: new URLSearchParams(fields).toString(), headers: { Cookie } });
  }

  return { ask, many, send, head, asHost, statuses, dishonest, leave: () => agent.destroy() };
}

function formHeaders(form: string, origin: string): Record<string, string> {
  return {
    "Content-Type": "application/x-www-form-urlencoded",
    "Content-Length": String(Buffer.byteLength(form)),
    Origin: origin,
    "Sec-Fetch-Site": "same-origin",
  };
}
