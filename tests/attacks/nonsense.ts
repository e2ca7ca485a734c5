import { EVENING, formWith } from "#tests/support/lotteries.ts";
import type { Ask } from "./attacker.ts";

type Nonsense = { what: string } & ({ ask: Ask; bytes?: never } | { bytes: string; ask?: never });

const HOSTS = ["999.999.999.999", "localhost:99999", "[::::]", "xn--", "", "a b", "[::1", "%zz"];
const TARGETS = [
  "*",
  "http://[::::]/",
  "http://x:99999/",
  "http://elsewhere.example/",
  "https:///",
  "//",
  "//x",
  "/%",
];
const METHODS = ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "CONNECT"];
const PATHS = ["/", "/favicon.svg", "/library", "/nowhere", "/build/", "/build/assets/../../x", "*"];
const IDS = ["%0d%0aX:y", "%D0%B0", "%00", "..", "%2e%2e", "%ff", "constructor", "__proto__"];
const STATES = ["xyz", '{"validated":5}', '{"validated":{"__proto__":1}}', "null", "[]", '"'];
const INTENTS = ["xyz", "null", '{"type":"reset"}', '{"type":"__proto__"}', "[]", '{"type":"insert"}', "{"];

/** What no browser sends, and what is no fault of the server. */
export function NONSENSE(lottery: string): Nonsense[] {
  const post = (path: string, fields: string): Nonsense => ({
    what: `${path} ${fields.slice(0, 60)}`,
    ask: { path, form: fields },
  });
  const films = new URLSearchParams(formWith(EVENING)).toString();
  const raw = (line: string, host = "Host: localhost\r\n") => ({
    what: `${line} ${host.trim()}`,
    bytes: `${line} HTTP/1.1\r\nConnection: close\r\n${host}\r\n`,
  });
  const deep = `a${".a".repeat(20_000)}=1`;
  return [
    ...METHODS.flatMap((method) => PATHS.map((path) => raw(`${method} ${path}`))),
    ...HOSTS.flatMap((host) => [
      raw("GET /", `Host: ${host}\r\n`),
      raw("GET /favicon.svg", `Host: ${host}\r\n`),
    ]),
    raw("GET /", ""),
    ...TARGETS.map((target) => raw(`GET ${target}`)),
    ...IDS.flatMap((id) =>
      ["", "/draw", "/redraw", "/proof", "/events", "/deletion", "/file/qr.svg", ".data"].map((rest) =>
        raw(`GET /l/${id}${rest}`),
      ),
    ),
    ...STATES.flatMap((state) => [
      post("/?index", `${films}&__state__=${encodeURIComponent(state)}`),
      post("/library", `form=add&__state__=${encodeURIComponent(state)}`),
    ]),
    ...INTENTS.flatMap((intent) => [
      post("/?index", `${films}&__intent__=${encodeURIComponent(intent)}`),
      post("/library", `form=add&__intent__=${encodeURIComponent(intent)}`),
    ]),
    post("/?index", "entries[0].title=a&entries[0].title=b"),
    post("/library", `form=add&title=a&${deep}`),
    post("/?index", deep),
    post(`${lottery}/draw`, "number=1e99&word=%00"),
    post("/nowhere", "a=1"),
    post("/favicon.svg", "a=1"),
    post("/healthz", "a=1"),
    ...[
      "?_data=root",
      "?_data=routes%2F_index",
      "?_data=constructor",
      "?index&index",
      "?_routes=root",
      "?_routes=nowhere",
      "?__proto__=1",
    ].map((query) => raw(`GET /${query}`)),
    ...[
      "/_root.data",
      "/_root.data?_routes=nowhere",
      "/library.data?_routes=",
      "/.data",
      "/nowhere.data",
      "/__manifest",
      "/__manifest?p=/&version=x",
    ].map((path) => raw(`GET ${path}`)),
  ];
}
