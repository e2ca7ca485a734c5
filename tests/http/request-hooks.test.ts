import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { textOf } from "#tests/support/html.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { arrive, createLottery } from "#tests/support/lotteries.ts";
import { startServer, testServer } from "#tests/support/server.ts";
import { getHead, openWire } from "#tests/support/wire.ts";

const server = await testServer();
const visitor = () => server.visitor();

/** What the server says to these bytes on a connection of their own. */
async function said(bytes: string): Promise<string> {
  const wire = await openWire(server.url);
  wire.socket.write(bytes);
  await vi.waitFor(() => expect(wire.received()).toMatch(/\r\n\r\n/));
  return wire.received();
}

const statusIn = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);

describe("methods that the app does not know", () => {
  test.each(["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "PURGE"])(
    "%s is 405 everywhere",
    async (method) => {
      for (const path of ["/", "/favicon.svg", "/build/licenses.txt", "/l/2222222222", "/nowhere", "*"]) {
        const answer = await visitor().send(path, { method });
        expect([path, answer.status, answer.headers.allow]).toEqual([path, 405, "GET, HEAD, POST"]);
      }
    },
  );

  test("CONNECT is 405 too", async () => {
    const answer = await said("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 405 [^]*Allow: GET, HEAD, POST/);
  });

  test.each(["*", "/", "/library"])("OPTIONS %s tells which there are", async (path) => {
    const { status, headers } = await visitor().send(path, { method: "OPTIONS" });
    expect([status, headers.allow]).toEqual([204, "GET, HEAD, POST"]);
  });

  test("people read a page, in their language", async () => {
    const { document, headers } = await server.visitor({ language: "ru" }).send("/", { method: "DELETE" });
    expect([document.documentElement.lang, textOf(document, "h1")]).toEqual([
      "ru",
      "Так эту страницу открыть нельзя",
    ]);
    expect(document.querySelector("a")?.getAttribute("href")).toBe("/");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-request-id"]).toMatch(/^[\da-f]{12}$/);
  });

  test("programs read a line", async () => {
    const { html, headers } = await visitor().send("/", { method: "PUT", headers: { Accept: "*/*" } });
    expect([html, headers["content-type"]]).toEqual([
      "This page can’t be opened that way\n",
      "text/plain; charset=utf-8",
    ]);
  });
});

describe("hosts", () => {
  test.each([
    "999.999.999.999",
    "localhost:99999",
    "[::::]",
    "xn--",
    "a b",
    "a/b",
    "user@host",
    "[1:99999::]",
    "%00",
    "ё",
  ])("%s is 400", async (host) => {
    for (const method of ["GET", "POST"]) {
      const answer = await said(`${method} /library HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`);
      expect(statusIn(answer)).toBe(400);
    }
  });

  test.each(["Host: ", "Host: localhost", "Host: localhost:", "Host: [::1]:3000", "Host: kino.example:8080"])(
    "%s is this one",
    async (line) => {
      expect(statusIn(await said(`GET / HTTP/1.1\r\n${line}\r\n\r\n`))).toBe(200);
    },
  );

  test("HTTP/1.0 needs none", async () => {
    expect(statusIn(await said("GET /library HTTP/1.0\r\n\r\n"))).toBe(200);
  });

  test("HTTP/1.1 does", async () => {
    expect(statusIn(await said("GET / HTTP/1.1\r\n\r\n"))).toBe(400);
  });
});

describe("targets", () => {
  test.each([
    "http://kino.example/library",
    "HTTP://kino.example:80/library?x=1",
    "https://kino.example/library",
  ])("GET %s is that page", async (target) => {
    const answer = await said(`GET ${target} HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n`);
    expect(statusIn(answer)).toBe(200);
  });

  test("a whole URL without a path is the start page, and its host counts", async () => {
    expect(statusIn(await said("GET http://kino.example HTTP/1.1\r\nHost: x\r\n\r\n"))).toBe(200);
    expect(statusIn(await said("GET http://kino.example?x HTTP/1.1\r\nHost: x\r\n\r\n"))).toBe(200);
    expect(statusIn(await said("GET http://[::::]/ HTTP/1.1\r\nHost: x\r\n\r\n"))).toBe(400);
    expect(statusIn(await said("GET http://user@kino.example/ HTTP/1.1\r\nHost: x\r\n\r\n"))).toBe(400);
  });

  test.each(["GET * HTTP/1.1", "POST * HTTP/1.1", "GET ftp://kino.example/ HTTP/1.1"])(
    "%s is 400",
    async (line) => {
      expect(statusIn(await said(`${line}\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`))).toBe(400);
    },
  );

  test("how Remix once asked for data is 400, and leaves no error in the log", async () => {
    for (const path of ["/?_data=root", "/?index&_data=routes%2F_index"]) {
      expect((await visitor().get(path)).status).toBe(400);
    }
    expect(logLines(server.output()).filter(({ event }) => event === "error")).toEqual([]);
  });

  test("thousands of slashes are no page", async () => {
    expect((await visitor().get("/".repeat(2_000))).status).toBe(404);
    expect((await visitor().get(`/l${"/x".repeat(500)}`)).status).toBe(404);
  });

  test("an address of more than 2 KB is 414 with a page", async () => {
    for (const path of [`/${"/".repeat(15_000)}`, `/library?q=${"a".repeat(15_000)}`]) {
      const answer = await visitor().get(path);
      expect([answer.status, textOf(answer.document, "h1")]).toEqual([414, "That address is too long"]);
    }
    expect((await visitor().get(`/library?q=${encodeURIComponent("щ".repeat(300))}`)).status).toBe(200);
  });
});

describe("preferences of 15,000 characters", () => {
  test("say what their beginning says", async () => {
    const coding = `gzip, a${" ".repeat(14_000)}b, gzip;q=0`;
    expect((await visitor().get("/", { "Accept-Encoding": coding })).headers["content-encoding"]).toBe(
      "gzip",
    );
    const russian = await visitor().get("/", { "Accept-Language": `ru,${"a-".repeat(7_000)}` });
    expect([russian.status, russian.document.documentElement.lang]).toEqual([200, "ru"]);
    const late = await visitor().get("/", { "Accept-Language": `fr,${"a-a,".repeat(3_500)}ru` });
    expect(late.document.documentElement.lang).toBe("en");
  });

  test.each([
    ["Accept", "a/b,".repeat(3_500)],
    ["If-None-Match", '"x",'.repeat(3_500)],
    ["Range", `bytes=${"0-0,".repeat(3_500)}`],
  ])("of %s do no harm", async (name, value) => {
    for (const path of ["/", "/favicon.svg", "/l/2222222222/file/qr.svg"]) {
      const { status } = await visitor().get(path, { [name]: value });
      expect([200, 206]).toContain(status);
    }
  });
});

test.each(["kino.example:8443", "kino.example:99999999", ":", "[", "a, b"])(
  "X-Forwarded-Host says nothing about this server: %s",
  async (host) => {
    expect((await visitor().get("/library", { "X-Forwarded-Host": host })).status).toBe(200);
    const form = { form: "add", submitKey: randomUUID(), title: "Ran" };
    const guest = visitor();
    await guest.get("/library");
    const { status, location } = await guest.post("/library", form, { "X-Forwarded-Host": host });
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/library/)]);
  },
);

test.each(["/favicon.svg", "/build/licenses.txt", "/nowhere"])(
  "a file forbids guessing its type: %s",
  async (path) => {
    expect((await visitor().get(path)).headers["x-content-type-options"]).toBe("nosniff");
  },
);

test("a site behind https asks for nothing else, with files and refusals too; one without does not", async () => {
  const behind = await startServer({ DATABASE_URL: server.databaseUrl, PUBLIC_URL: "https://kino.example" });
  onTestFinished(behind.stop);
  for (const path of ["/", "/favicon.svg", "/nowhere", "/%"]) {
    const { headers } = await behind.visitor().get(path);
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    expect((await visitor().get(path)).headers).not.toHaveProperty("strict-transport-security");
  }
});

describe("one connection", () => {
  test("is answered one after another, in order", async () => {
    const wire = await openWire(server.url);
    const paths = ["/library", "/healthz", "/history", "/%", "/favicon.svg"];
    wire.socket.write(paths.map((path) => getHead(server.url, path)).join(""));
    await vi.waitFor(() => {
      const statuses = [...wire.received().matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status);
      expect(statuses).toEqual(["200", "200", "200", "400", "200"]);
    });
  });

  test.each([
    ["too large", 413, "application/x-www-form-urlencoded", "a=".padEnd(300_000, "b")],
    ["of another kind", 415, "text/plain", "b".repeat(300_000)],
  ])("a form that is refused unread leaves its connection free: %s", async (_, status, type, body) => {
    const host = `Host: ${new URL(server.url).host}`;
    for (const length of [`Content-Length: ${body.length}`, "Transfer-Encoding: chunked"]) {
      const wire = await openWire(server.url);
      const sent = length.startsWith("C") ? body : `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
      wire.socket.write(
        `POST /library HTTP/1.1\r\n${host}\r\nContent-Type: ${type}\r\n${length}\r\n\r\n${sent}`,
      );
      wire.socket.write(getHead(server.url, "/healthz"));
      await vi.waitFor(() => {
        const statuses = [...wire.received().matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) =>
          Number(code),
        );
        expect(statuses).toEqual([status, 200]);
      });
    }
  });

  test("one whose form is refused and never ends is cut", async () => {
    const wire = await openWire(server.url);
    const head = `POST /library HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nContent-Type: text/plain`;
    wire.socket.write(`${head}\r\nContent-Length: 90000000\r\n\r\n`);
    await vi.waitFor(() => expect(statusIn(wire.received())).toBe(415));
    for (let sent = 0; sent < 40 && !wire.socket.destroyed; sent++) {
      await new Promise((done) => wire.socket.write("x".repeat(64 * 1024), done));
    }
    await wire.closed;
  });

  test("that sends thousands ahead is cut, with one line in the log", async () => {
    const before = logLines(server.output()).length;
    const wire = await openWire(server.url);
    wire.socket.write(getHead(server.url, "/").repeat(2_300));
    await wire.closed;
    await vi.waitFor(() => {
      const lines = logLines(server.output()).slice(before);
      expect(lines.filter(({ event }) => event === "connection-cut")).toHaveLength(1);
      // The one that was under way.
      expect(lines.filter(({ path }) => path === "/").length).toBeLessThanOrEqual(1);
    });
    expect((await visitor().get("/")).status).toBe(200);
  });
});

test("of a rush from everywhere each one is answered or told to come back, and afterwards everything is as before", async () => {
  const crowded = await startServer({ DATABASE_URL: server.databaseUrl, TRUSTED_PROXIES: "1" });
  const from = (number: number) => ({ "X-Forwarded-For": `10.0.${number >> 8}.${number & 255}` });
  // A machine that is busy with other tests takes its time for a thousand at once.
  const ask = async (number: number) => {
    const answer = await fetch(crowded.url, { headers: from(number), signal: AbortSignal.timeout(60_000) });
    await answer.arrayBuffer();
    return `${answer.status}${answer.headers.has("retry-after") ? " later" : ""}`;
  };
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, number) => ask(number)));
  // How many are refused is a matter of the machine; which ones it would be, of tests/http/lanes.test.ts.
  expect(answers.filter((each) => !["200", "503 later"].includes(each))).toEqual([]);
  expect(await ask(1_000)).toBe("200");
});

test("many requests of one client wait, none is lost, and the check of the process waits for none", async () => {
  const guest = visitor();
  await arrive(guest);
  const path = await createLottery(guest);
  const storm = Promise.all(Array.from({ length: 200 }, () => visitor().get(path)));
  expect((await visitor().get("/healthz")).status).toBe(200);
  expect(new Set((await storm).map(({ status }) => status))).toEqual(new Set([200]));
});
