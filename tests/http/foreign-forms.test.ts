import { beforeAll, describe, expect, test } from "vitest";
import { ACTION_FORMS, type ActionForm, setScene } from "#tests/support/action-forms.ts";
import { actionRouteIds } from "#tests/support/actions.ts";
import { textOf } from "#tests/support/html.ts";
import { testServer } from "#tests/support/server.ts";

/**
 * Remix refuses forms whose Origin is another site's, with an empty error; the app takes that header away before Remix
 * sees it and answers with a page. These tests hold the app's own check to it, on every action there is.
 */
const PUBLIC = "https://movies.example.org";
const alone = await testServer();
const behindProxy = await testServer({ PUBLIC_URL: PUBLIC });

const TABLES = ["clubs", "invites", "lotteries", "entries", "draws", "commitments", "movies"];
/** The route that reads no form carries nothing out, whoever asks. */
const TAKES_NOTHING = "routes/$";

type Headers = Record<string, string | undefined>;
const noFetchSite = { "Sec-Fetch-Site": undefined };

const foreign: Record<string, Headers> = {
  "Sec-Fetch-Site cross-site": { "Sec-Fetch-Site": "cross-site" },
  "Sec-Fetch-Site same-site": { "Sec-Fetch-Site": "same-site" },
  "Sec-Fetch-Site cross-site, without Origin": { "Sec-Fetch-Site": "cross-site", Origin: undefined },
  "two values of Sec-Fetch-Site": { "Sec-Fetch-Site": "same-origin, cross-site" },
  "another Origin": { ...noFetchSite, Origin: "https://evil.example" },
  "Origin null": { ...noFetchSite, Origin: "null" },
  "Origin of a file": { ...noFetchSite, Origin: "file://" },
  "Origin of an extension": { ...noFetchSite, Origin: "chrome-extension://abcdefghijklmnop" },
  "Origin that is none": { ...noFetchSite, Origin: "evil" },
  "Origin of another port": { ...noFetchSite, Origin: "http://127.0.0.1:1" },
  "Origin of another name for this machine": { ...noFetchSite, Origin: "http://localhost" },
  "another Origin that a forwarded host agrees with": {
    ...noFetchSite,
    Origin: "https://evil.example",
    "X-Forwarded-Host": "evil.example",
  },
};

const atPublicUrl = { Host: "movies.example.org" };
const foreignThere: Record<string, Headers> = {
  ...foreign,
  "the same name without https": { ...noFetchSite, ...atPublicUrl, Origin: "http://movies.example.org" },
  "the same name on another port": { ...noFetchSite, ...atPublicUrl, Origin: `${PUBLIC}:8443` },
  "a name below it": { ...noFetchSite, ...atPublicUrl, Origin: "https://evil.movies.example.org" },
  "Origin null under the public name": { ...noFetchSite, ...atPublicUrl, Origin: "null" },
};

test("every action is here", async () => {
  expect(Object.keys(ACTION_FORMS).toSorted()).toEqual(await actionRouteIds());
});

describe.each([
  ["served directly", alone, foreign],
  ["behind PUBLIC_URL", behindProxy, foreignThere],
] as const)("%s", (_, server, table) => {
  const host = server.visitor();
  let forms: ActionForm[];
  beforeAll(async () => {
    forms = await formsOf(server, host);
  });

  test.each(Object.entries(table))(
    "%s: every action says 403 and changes nothing",
    async (_name, headers) => {
      const before = await everything(server.db);
      for (const { path, fields } of forms) {
        const answer = await host.post(path, fields, headers);
        expect([path, answer.status]).toEqual([path, 403]);
        expect(textOf(answer.document, "h1")).toBe("That came from another site");
        expect(answer.headers["set-cookie"]?.join() ?? "").not.toMatch(/language=|notice=/);
      }
      expect(await everything(server.db)).toEqual(before);
    },
  );
});

describe("forms of our own pages are carried out", () => {
  test.each<[string, typeof alone, Headers]>([
    ["same origin", alone, {}],
    ["an old browser, which says nothing", alone, { ...noFetchSite, Origin: undefined }],
    ["only Origin", alone, { ...noFetchSite }],
    ["the public origin", behindProxy, { ...noFetchSite, ...atPublicUrl, Origin: PUBLIC }],
    [
      "the public origin, and a proxy that names itself",
      behindProxy,
      { ...noFetchSite, Host: "10.0.0.7:3000", Origin: PUBLIC },
    ],
    ["the machine's own address beside PUBLIC_URL", behindProxy, { ...noFetchSite }],
  ])("%s", async (_name, server, headers) => {
    const host = server.visitor();
    for (const { path, fields } of await formsOf(server, host)) {
      const { status } = await host.post(path, fields, headers);
      expect([path, status === 403]).toEqual([path, false]);
    }
  });
});

async function formsOf(server: typeof alone, host: ReturnType<typeof alone.visitor>): Promise<ActionForm[]> {
  const scene = await setScene(host, server.visitor());
  return Object.entries(ACTION_FORMS)
    .filter(([id]) => id !== TAKES_NOTHING)
    .flatMap(([, forms]) => forms(scene));
}

/** Every row there is, table by table. */
async function everything(db: typeof alone.db): Promise<string[]> {
  const rows = TABLES.map((table) =>
    db.raw<{ rows: { all: string | null }[] }>(
      `select string_agg(each::text, E'\\n' order by each::text) as all from ${table} as each`,
    ),
  );
  return (await Promise.all(rows)).map(({ rows: [row] }) => row?.all ?? "");
}
