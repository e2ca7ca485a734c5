import { describe, expect, test } from "vitest";
import { withSettings } from "./settings.ts";

const PUBLIC_URL = "https://movies.example.org";

/** Whether a request with these headers counts as another site's; a header that is null is not sent. */
async function isForeign(headers: Record<string, string | null>, env: Record<string, string> = {}) {
  const origin = await withSettings(env, () => import("#app/http/origin.server.ts"));
  return origin.isForeign({ get: (name) => headers[name] ?? null });
}

describe("a browser that tells where a request comes from is believed", () => {
  test.each([
    ["same-origin", false],
    ["none", false],
    ["same-site", true],
    ["cross-site", true],
    ["same-origin, cross-site", true],
    ["anything", true],
  ])("Sec-Fetch-Site: %s", async (site, foreign) => {
    const own = { Host: "127.0.0.1:3000", Origin: "http://127.0.0.1:3000" };
    const other = { Host: "127.0.0.1:3000", Origin: "https://evil.example" };
    for (const rest of [own, other, {}]) {
      expect(await isForeign({ "Sec-Fetch-Site": site, ...rest })).toBe(foreign);
      expect(await isForeign({ "Sec-Fetch-Site": site, ...rest }, { PUBLIC_URL })).toBe(foreign);
    }
  });
});

test("what names no origin at all is no browser's", async () => {
  for (const env of [{}, { PUBLIC_URL }] as Record<string, string>[]) {
    expect(await isForeign({ Host: "movies.example.org" }, env)).toBe(false);
    expect(await isForeign({ Host: "movies.example.org", "Sec-Fetch-Site": "", Origin: "" }, env)).toBe(
      false,
    );
  }
});

describe("served directly, the origin is that of the address", () => {
  const Host = "127.0.0.1:3000";
  test.each([
    ["http://127.0.0.1:3000", false],
    // A proxy may have taken the encryption off.
    ["https://127.0.0.1:3000", false],
    ["http://127.0.0.1", true],
    ["http://127.0.0.1:3001", true],
    ["http://localhost:3000", true],
    ["https://evil.example", true],
    ["null", true],
    ["file://", true],
    ["evil", true],
  ])("%s", async (Origin, foreign) => {
    expect(await isForeign({ Host, Origin })).toBe(foreign);
  });

  test("and without an address nothing is ours", async () => {
    expect(await isForeign({ Origin: "http://127.0.0.1:3000" })).toBe(true);
    expect(await isForeign({ Origin: "null" })).toBe(true);
  });
});

describe("behind PUBLIC_URL", () => {
  test.each([
    ["movies.example.org", PUBLIC_URL, false],
    ["10.0.0.7:3000", PUBLIC_URL, false],
    ["10.0.0.7:3000", "http://10.0.0.7:3000", false],
    ["10.0.0.7:3000", "http://10.0.0.8:3000", true],
    ["movies.example.org", "http://movies.example.org", true],
    ["movies.example.org", "https://movies.example.org:8443", true],
    ["movies.example.org", "https://evil.movies.example.org", true],
    ["movies.example.org", "null", true],
    ["evil.example", PUBLIC_URL, false],
    ["evil.example", "https://evil.example", false],
  ])("Host %s, Origin %s", async (Host, Origin, foreign) => {
    expect(await isForeign({ Host, Origin }, { PUBLIC_URL })).toBe(foreign);
  });
});
