import { describe, expect, test, vi } from "vitest";
import { createLottery } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";
import type { Answer, Visitor } from "#tests/support/visitor.ts";

const server = await sharedServer();

test("what was asked for before is not rendered again, and only its nonce and its submit keys are new", async () => {
  const host = server.visitor();
  await createLottery(host);
  // It brings the notice.
  await host.get("/");
  const [first, second] = [await host.get("/"), await host.get("/")];
  expect([isKept(first), isKept(second)]).toEqual([false, true]);
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  expect(keysIn(first)).toHaveLength(1);
  expect(keysIn(second)).not.toEqual(keysIn(first));
  expect(anonymous(second)).toBe(anonymous(first));
  const allowed = second.html.match(/nonce="[^"]+"/g)!;
  expect(new Set(allowed)).toEqual(new Set([`nonce="${nonceOf(second)}"`]));
});

describe("is rendered again", () => {
  test("when something was saved, for the same visitor and for a guest", async () => {
    const [host, guest] = [server.visitor(), server.visitor()];
    const lottery = await createLottery(host);
    await twice(host, lottery);
    await twice(guest, lottery);
    await host.post(`${lottery}/draw`, {});
    for (const each of [host, guest]) {
      // On a busy machine the page may show the state of before for a moment, and says so.
      const page = await vi.waitFor(async () => {
        const seen = await each.get(lottery);
        expect(seen.html).toContain("verdict-title");
        return seen;
      });
      expect(isKept(page)).toBe(false);
    }
  });

  test("in another language, and at another address", async () => {
    const [english, russian] = [server.visitor({ language: "en" }), server.visitor({ language: "ru" })];
    await twice(english, "/history");
    const page = await russian.get("/history");
    expect(page.document.documentElement.lang).toBe("ru");
    expect(isKept(await english.get("/history?before=1577836800000-2222222222"))).toBe(false);
  });

  test("with a notice, which the page after it no longer has", async () => {
    const host = server.visitor();
    const lottery = await createLottery(host);
    const told = await host.get(lottery);
    expect(told.document.querySelector("[role=status]")).not.toBeNull();
    expect(isKept(await host.get(lottery))).toBe(false);
  });
});

test.each(["/nowhere", "/l/2222222222"])("the error page of %s is rendered each time", async (address) => {
  const guest = server.visitor();
  expect([isKept(await guest.get(address)), isKept(await guest.get(address))]).toEqual([false, false]);
});

test("no club ever gets a page of another's, and no submit key is given out twice, whoever asks when", async () => {
  const clubs = await Promise.all(
    ["Аня", "Bob", "Вера", "Dora"].map(async (name) => {
      const visitor = server.visitor();
      const film = `Фильм, который выбрал(а) ${name}`;
      const lottery = await createLottery(visitor, [[film], ["Метрополис", 1927]]);
      return { visitor, film, pages: ["/", "/history", "/library", lottery], lottery };
    }),
  );
  const given = new Set<string>();
  let keys = 0;
  // A fixed order that looks random: the same on every run.
  const turns = Array.from({ length: 80 }, (_, turn) => (turn * 2_654_435_761) >>> 0);
  await Promise.all(
    clubs.map(async ({ visitor, film, pages, lottery }, index) => {
      for (const turn of turns) {
        const address = pages[(turn >>> (index * 3)) % pages.length]!;
        if (turn % 37 === index) await visitor.post(`${lottery}/draw`, {});
        const page = await visitor.get(address);
        expect(page.status).toBe(200);
        const others = clubs.filter((club) => club.film !== film && page.html.includes(club.film));
        expect(others).toEqual([]);
        expect(page.html.includes(film)).toBe(address !== "/library");
        for (const key of keysIn(page)) {
          given.add(key);
          keys += 1;
        }
      }
    }),
  );
  expect(keys).toBeGreaterThan(50);
  expect(given.size).toBe(keys);
});

async function twice(visitor: Visitor, address: string): Promise<void> {
  // The first one may bring a notice.
  await visitor.get(address);
  await visitor.get(address);
  expect(isKept(await visitor.get(address))).toBe(true);
}

function isKept({ headers }: Answer): boolean {
  return String(headers["server-timing"]).endsWith('desc="kept"');
}

function nonceOf({ headers }: Answer): string {
  return /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))![1]!;
}

function keysIn({ document }: Answer): string[] {
  const fields = document.querySelectorAll<HTMLInputElement>("input[name=submitKey]");
  return [...fields].map(({ value }) => value);
}

function anonymous(answer: Answer): string {
  return answer.html.replaceAll(nonceOf(answer), "nonce").replaceAll(keysIn(answer)[0]!, "key");
}
