import http from "node:http";
import { buttonNamed, fieldsOf } from "./forms.ts";
import { documentOf } from "./page-document.ts";

export type Fields = Record<string, string> | [string, string][];

const ANSWERS_WITHIN_MS = 10_000;

type Sent = { headers?: Record<string, string | undefined>; body?: string | Buffer; method?: string };

/** What a visitor got. Redirects are not followed, and nothing is repeated. */
export type Answer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  html: string;
  /** Where a redirect leads; empty for any other answer. */
  location: string;
  document: Document;
};

export type Visitor = ReturnType<typeof newVisitor>;

/**
 * A browser without JavaScript: it keeps cookies, in a `jar` that another one may have filled, sends the headers that
 * browsers send, and presses the buttons of its pages.
 */
export function newVisitor(
  base: string,
  { language, jar = new Map() }: { language?: string; jar?: Map<string, string> } = {},
) {
  async function send(path: string, { headers = {}, body, method = "GET" }: Sent = {}): Promise<Answer> {
    const browser: Record<string, string | undefined> = {
      Accept: "text/html",
      "Accept-Language": language,
      Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") || undefined,
      ...headers,
    };
    const filled = Object.entries(browser).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const answer = await exchange(base, path, { method, headers: Object.fromEntries(filled), body });
    for (const line of answer.headers["set-cookie"] ?? []) remember(jar, line);
    return answer;
  }

  function get(path: string, headers?: Sent["headers"]): Promise<Answer> {
    return send(path, { headers });
  }

  function post(path: string, fields: Fields, headers?: Sent["headers"]): Promise<Answer> {
    return postBody(path, new URLSearchParams(fields).toString(), headers);
  }

  function postBody(path: string, body: string | Buffer, headers?: Sent["headers"]): Promise<Answer> {
    const form = {
      "Content-Type": "application/x-www-form-urlencoded",
      Origin: base,
      "Sec-Fetch-Site": "same-origin",
    };
    return send(path, { method: "POST", body, headers: { ...form, ...headers } });
  }

  /** Fills fields by name, presses a button, by its text as a rule, and sends its form as a browser would. */
  function press(
    page: Answer,
    button: string | HTMLButtonElement,
    fill: Record<string, string> = {},
  ): Promise<Answer> {
    const element = typeof button === "string" ? buttonNamed(page.document, button) : button;
    const form = element.form;
    if (!form) throw new Error(`“${element.textContent}” belongs to no form`);
    const action = element.getAttribute("formaction") ?? form.getAttribute("action") ?? "/";
    return post(action.replace(/#.*/, ""), fieldsOf(form, element, fill));
  }

  /** Opens the page that a redirect leads to. */
  function follow(answer: Answer): Promise<Answer> {
    if (!answer.location) throw new Error(`${answer.status} leads nowhere`);
    return get(answer.location);
  }

  return { send, get, post, postBody, press, follow, jar };
}

function remember(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const [name = "", value = ""] = pair.split(/=(.*)/s);
  if (attributes.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, value);
}

function exchange(
  base: string,
  path: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string | Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The address is sent as it is: damaged ones must arrive damaged.
    const { hostname, port } = new URL(base);
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const request = http.request({
      hostname,
      port,
      path,
      method,
      headers: { ...length, ...headers },
      agent: false,
    });
    let answered = false;
    request.once("response", (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => resolve(answerOf(response, Buffer.concat(chunks).toString("utf8"))));
    });
    // A server that refuses a body may close the connection before all of it was sent.
    request.on("error", (error) => (answered ? undefined : reject(error)));
    request.setTimeout(ANSWERS_WITHIN_MS, () => request.destroy(new Error(`${method} ${path}: no answer`)));
    request.end(body);
  });
}

function answerOf(response: http.IncomingMessage, html: string): Answer {
  let parsed: Document | undefined;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    html,
    location: response.headers.location ?? "",
    get document() {
      parsed ??= documentOf(html);
      return parsed;
    },
  };
}
