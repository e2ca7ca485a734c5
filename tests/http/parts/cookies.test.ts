import { createCookie } from "@remix-run/node";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { withSettings } from "./settings.ts";

const SECRET = "the secret that signs whatever is made now";
const RETIRED = "the secret that signed before this one took over";
const CLUB = {
  id: "6f1c2c1e-0000-4000-8000-000000000001",
  clubId: "6f1c2c1e-0000-4000-8000-000000000002",
};
const VISITOR = { ...CLUB, voterId: CLUB.id };
const NOW = new Date("2026-11-28T12:00:00Z");
const TODAY = Math.floor(NOW.getTime() / 86_400_000);

/** Visitors and cookies of a process with these settings, at noon of a day that stands still. */
async function atNoon(env: Record<string, string> = {}) {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  onTestFinished(() => void vi.useRealTimers());
  return withSettings({ SESSION_SECRET: SECRET, ...env }, async () => ({
    ...(await import("#app/visitor/visitor.server.ts")),
    ...(await import("#app/http/cookie.server.ts")),
  }));
}

async function signed(value: object | string, secret = SECRET): Promise<string> {
  return pairOf(await createCookie("visitor", { secrets: [secret] }).serialize(value));
}

const pairOf = (line: string) => line.split(";")[0]!;
const asking = (Cookie?: string) =>
  new Request("http://localhost/", { headers: Cookie === undefined ? {} : { Cookie } });
const read = (line: string) => createCookie("visitor", { secrets: [SECRET] }).parse(pairOf(line));

describe("what a cookie is like", () => {
  test.each([
    [{}, false, "taste"],
    [{ PUBLIC_URL: "http://kino.local" }, false, "taste"],
    [{ PUBLIC_URL: "https://kino.example" }, true, "__Host-taste"],
  ])("with %j", async (env, secure, name) => {
    const { lazyCookie } = await atNoon(env);
    for (const signed of [true, false]) {
      const line = await lazyCookie("taste", { maxAge: 60, signed })().serialize("x");
      const [pair, ...attributes] = line.split("; ");
      expect(pair!.split("=")[0]).toBe(name);
      expect(attributes.filter((each) => !each.startsWith("Expires="))).toEqual([
        "Max-Age=60",
        "Path=/",
        "HttpOnly",
        ...(secure ? ["Secure"] : []),
        "SameSite=Lax",
      ]);
    }
  });

  test("it is signed where that was asked for, and made once", async () => {
    const { lazyCookie } = await atNoon();
    const cookies = [true, false].map((signed) => lazyCookie("taste", { maxAge: 60, signed }));
    const lines = await Promise.all(cookies.map((each) => each().serialize("x")));
    // A dot, and the signature.
    expect(lines.map((line) => pairOf(line).includes("."))).toEqual([true, false]);
    expect(cookies[0]!()).toBe(cookies[0]!());
  });
});

describe("over https", () => {
  const env = { PUBLIC_URL: "https://kino.example" };

  test("a visitor of a release before is known, and is given the cookie that no other host can set", async () => {
    const { visitorOf, visitorToSave } = await atNoon(env);
    const old = await signed({ ...CLUB, day: TODAY - 8 });
    expect(await visitorOf(asking(old))).toEqual(VISITOR);
    const { cookie } = await visitorToSave(asking(old));
    expect(cookie).toMatch(/^__Host-visitor=/);
    expect(await visitorOf(asking(pairOf(cookie!)))).toEqual(VISITOR);
  });

  test("who sends no cookie is nobody", async () => {
    const { lazyCookie } = await atNoon(env);
    expect(await lazyCookie("taste", { maxAge: 60, signed: true })().parse(null)).toBeNull();
  });

  test("the cookie of this release counts, whatever stands beside it", async () => {
    const { visitorOf, visitorToSave } = await atNoon(env);
    const { visitor, cookie } = await visitorToSave(asking());
    const planted = await signed({ ...CLUB, day: TODAY });
    expect(await visitorOf(asking(`${planted}; ${pairOf(cookie!)}`))).toEqual(visitor);
    expect(await visitorOf(asking(`${planted}; __Host-visitor=forged`))).toBeNull();
  });
});

describe("who a request comes from", () => {
  test("whom its cookie names", async () => {
    const { visitorOf } = await atNoon();
    expect(await visitorOf(asking(await signed({ ...CLUB, day: TODAY })))).toEqual(VISITOR);
    expect(await visitorOf(asking(`language=ru; ${await signed({ ...CLUB, day: TODAY - 300 })}`))).toEqual(
      VISITOR,
    );
    expect(await visitorOf(asking(await signed(CLUB))), "of an older release").toEqual(VISITOR);
  });

  test("nobody, without a cookie or with one that cannot be ours", async () => {
    const { visitorOf } = await atNoon();
    const { value } = { value: (await signed({ ...CLUB, day: TODAY })).slice("visitor=".length) };
    for (const Cookie of [
      undefined,
      "",
      "language=ru",
      "visitor=",
      "visitor=nonsense",
      "visitor=%E0%A4%A",
      `visitor=${value.slice(0, -4)}AAAA`,
      "visitor=YQ.%24",
      "visitor=YQ.YQ",
      await signed({ ...CLUB, day: TODAY }, RETIRED),
      await signed({ ...CLUB, id: "1" }),
      await signed({ id: CLUB.id }),
      await signed({ ...CLUB, day: 1.5 }),
      await signed({ ...CLUB, day: "today" }),
      await signed("somebody"),
    ])
      expect([Cookie, await visitorOf(asking(Cookie))]).toEqual([Cookie, null]);
  });
});

describe("whoever saves something is known afterwards", () => {
  test("somebody new gets a cookie, a club, and each time another one", async () => {
    const { visitorToSave, visitorOf } = await atNoon();
    const one = await visitorToSave(asking());
    const other = await visitorToSave(asking("visitor=nonsense"));
    expect(new Set([one, other].flatMap(({ visitor }) => Object.values(visitor))).size).toBe(4);
    const { id, clubId } = one.visitor;
    expect(await read(one.cookie!)).toEqual({ id, clubId, day: TODAY });
    expect(one.cookie, "for a year").toContain("; Max-Age=31536000;");
    expect([one.known, other.known]).toEqual([false, false]);
    expect(await visitorOf(asking(pairOf(one.cookie!)))).toEqual(one.visitor);
  });

  test("who leaves a club is somebody else, with the votes of the one before, also where they had those already", async () => {
    const { visitorToSave, visitorOf, visitorCookieOf, leaversCookie } = await atNoon();
    const voterId = (await visitorToSave(asking())).visitor.id;
    const member = pairOf(await visitorCookieOf({ ...CLUB, voterId }));
    expect(await visitorOf(asking(member))).toEqual({ ...CLUB, voterId });
    expect((await visitorToSave(asking(member))).cookie).toBeNull();
    const left = await visitorOf(asking(pairOf(await leaversCookie(asking(member)))));
    expect(left).toEqual({ id: expect.any(String), clubId: expect.any(String), voterId });
    expect([CLUB.id, voterId]).not.toContain(left?.id);
    expect(await leaversCookie(asking())).toMatch(/^visitor=/);
  });

  test.each([
    ["made today", TODAY, false],
    ["six days old", TODAY - 6, false],
    ["a week old", TODAY - 7, true],
    ["almost a year old", TODAY - 360, true],
    ["of an older release", undefined, true],
  ])("a cookie %s", async (_, day, renewed) => {
    const { visitorToSave } = await atNoon();
    const { visitor, known, cookie } = await visitorToSave(asking(await signed({ ...CLUB, day })));
    expect([visitor, known]).toEqual([VISITOR, true]);
    expect(cookie && (await read(cookie))).toEqual(renewed ? { ...CLUB, day: TODAY } : null);
  });

  test("while a secret is being replaced, what the old one signed is signed anew, and the rest is left", async () => {
    const { visitorToSave } = await atNoon({ SESSION_SECRET: `${SECRET},${RETIRED}` });
    const today = { ...CLUB, day: TODAY };
    const old = await visitorToSave(asking(await signed(today, RETIRED)));
    expect(old.visitor).toEqual(VISITOR);
    expect(await read(old.cookie!)).toEqual(today);
    for (const before of ["", "language=ru; ", "language=ru;"])
      expect((await visitorToSave(asking(`${before}${await signed(today)}`))).cookie).toBeNull();
    expect((await visitorToSave(asking(await signed({ ...CLUB, day: TODAY - 7 })))).cookie).not.toBeNull();
  });
});

describe("what a page brings along", () => {
  test("nothing, for somebody whose cookie is young", async () => {
    const { cookiesToKeep } = await atNoon();
    expect(
      await cookiesToKeep(asking(`language=InJ1Ig%3D%3D; ${await signed({ ...CLUB, day: TODAY })}`)),
    ).toEqual([]);
  });

  test("the language that was chosen, together with the visitor", async () => {
    const { cookiesToKeep } = await atNoon();
    const chosen = pairOf(await createCookie("language").serialize("ru"));
    const kept = await cookiesToKeep(asking(`${chosen}; ${await signed({ ...CLUB, day: TODAY - 100 })}`));
    expect(kept.map(pairOf)).toEqual([await signed({ ...CLUB, day: TODAY }), chosen]);
    const other = pairOf(await createCookie("language").serialize("xx"));
    expect(await cookiesToKeep(asking(other))).toHaveLength(1);
    expect(await cookiesToKeep(asking())).toHaveLength(1);
  });
});
