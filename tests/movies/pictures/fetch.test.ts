import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fetchPicture, NoPicture } from "#app/movies/pictures/fetch.server.ts";
import { publicRules, type Rules } from "#app/movies/pictures/rules.server.ts";
import { startImageHost } from "#tests/support/image-host.ts";

const host = await startImageHost();
/** Stands for a machine of the own network: the rules below allow only the first one. */
const inside = await startImageHost("127.0.0.2");
afterAll(() => Promise.all([host.close(), inside.close()]));
const portOf = (url: string) => new URL(url).port;

let lookups: string[] = [];
beforeEach(() => {
  lookups = [];
  host.asked.length = inside.asked.length = 0;
});

/** As in the app, but with http and ports, as there is no certificate here, and with names of our own. */
function rules(names: Record<string, string[]> = {}): Rules {
  return {
    objection: ({ protocol, username }) => (protocol === "http:" && !username ? null : "not allowed"),
    resolve(name) {
      lookups.push(name);
      const addresses = names[name] ?? ["127.0.0.1"];
      // Another answer each time, if there are several.
      const address = addresses[Math.min(lookups.length, addresses.length) - 1]!;
      return Promise.resolve([{ address, family: 4 }]);
    },
    mayConnect: (address) => address === "127.0.0.1",
  };
}

const at = (path: string, name = "pictures.example", port = portOf(host.url)) =>
  `http://${name}:${port}${path}`;

test("brings what is there, and looks its name up once", async () => {
  const bytes = await fetchPicture(at("/poster.jpg"), rules());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  expect(lookups).toEqual(["pictures.example"]);
});

test("follows a few redirects, and no more", async () => {
  await fetchPicture(at("/redirect"), rules());
  await expect(fetchPicture(at("/redirect?to=/redirect?to=/redirect"), rules())).resolves.toBeInstanceOf(
    Buffer,
  );
  const loop = at(
    `/redirect?to=${encodeURIComponent("/redirect?to=" + encodeURIComponent("/redirect?to=%2Fredirect"))}`,
  );
  await expect(fetchPicture(loop, rules())).rejects.toThrow("too many redirects");
});

describe("never reaches a machine that the rules forbid", () => {
  test("by its name", async () => {
    const address = at("/poster.jpg", "inside.example", portOf(inside.url));
    await expect(fetchPicture(address, rules({ "inside.example": ["127.0.0.2"] }))).rejects.toThrow(
      "not public",
    );
    expect(inside.asked).toEqual([]);
  });

  test("by one of several addresses of a name", async () => {
    const both: Rules = {
      ...rules(),
      resolve: () =>
        Promise.resolve([
          { address: "127.0.0.1", family: 4 },
          { address: "127.0.0.2", family: 4 },
        ]),
    };
    await expect(fetchPicture(at("/poster.jpg"), both)).rejects.toThrow("not public");
  });

  test("by a redirect", async () => {
    const target = at("/poster.jpg", "inside.example", portOf(inside.url));
    const address = at(`/redirect?to=${encodeURIComponent(target)}`);
    await expect(fetchPicture(address, rules({ "inside.example": ["127.0.0.2"] }))).rejects.toThrow(
      "not public",
    );
    expect(inside.asked).toEqual([]);
  });

  test("by a name that leads elsewhere when it is looked up again", async () => {
    const names = { "rebinding.example": ["127.0.0.1", "127.0.0.2"] };
    await fetchPicture(at("/poster.jpg", "rebinding.example"), rules(names));
    expect(host.asked).toEqual(["/poster.jpg"]);
    const redirected = at("/redirect", "rebinding.example");
    lookups = [];
    await expect(fetchPicture(redirected, rules(names))).rejects.toThrow("not public");
    expect(inside.asked).toEqual([]);
  });

  test("by a redirect to another kind of address", async () => {
    for (const to of ["file:///etc/passwd", "data:image/png;base64,AAAA", "https://x@pictures.example/"]) {
      const address = at(`/redirect?to=${encodeURIComponent(to)}`);
      await expect(fetchPicture(address, rules())).rejects.toThrow("not allowed");
    }
  });

  test("with the rules of the app: nothing on loopback", async () => {
    for (const address of [host.url, `https://localhost:${portOf(host.url)}/`, "https://127.0.0.1/a.jpg"]) {
      await expect(
        fetchPicture(address, publicRules({ anywhere: true, origins: [] })),
      ).rejects.toBeInstanceOf(NoPicture);
    }
    expect(host.asked).toEqual([]);
    const named = publicRules({ anywhere: false, origins: [host.url] });
    expect(await fetchPicture(`${host.url}/poster.jpg`, named)).toBeInstanceOf(Buffer);
  });
});

test.each([
  ["/missing", "status 404"],
  ["/endless", "too large"],
])("%s is no picture: %s", async (path, reason) => {
  await expect(fetchPicture(at(path), rules())).rejects.toThrow(reason);
});

test.each(["/hangs", "/stops"])("%s is given up", { timeout: 10_000 }, async (path) => {
  await expect(fetchPicture(at(path), rules())).rejects.toThrow("late");
});

test("what refuses, and what has no address, is no picture", async () => {
  await expect(fetchPicture(at("/poster.jpg", "pictures.example", "1"), rules())).rejects.toThrow(NoPicture);
  await expect(fetchPicture("no address", rules())).rejects.toThrow("no address");
});
