import sharp from "sharp";
import { expect, test } from "vitest";
import { winnerOn } from "#tests/support/html.ts";
import { arrive, createLottery, EVENING, type Film } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const PUBLIC_URL = "https://kino.example";
const server = await sharedServer({ PUBLIC_URL });
const host = server.visitor();
await arrive(host);
const friday = await createLottery(host, EVENING, { name: "Пятница" });

const FORGED = { Host: "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http" };

async function tagsOf(path: string, headers?: Record<string, string>): Promise<Record<string, string>> {
  const { document } = await server.visitor().get(path, headers);
  const tags = [...document.querySelectorAll("head meta[property], head meta[name]")];
  return Object.fromEntries(
    tags.map((tag) => [
      tag.getAttribute("property") ?? tag.getAttribute("name") ?? "",
      tag.getAttribute("content") ?? "",
    ]),
  );
}

async function picture(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

const pictureOf = (lottery: string) => picture(`${lottery}/file/preview.png`);

test("the page tells chats what its link is", async () => {
  expect(await tagsOf(friday)).toMatchObject({
    "og:type": "website",
    "og:title": "Пятница",
    "og:description":
      "3 фильма. Случай выберет один. В шляпе: Солярис (1972), Blade Runner (1982), Летят журавли (1957).",
    "og:url": `${PUBLIC_URL}${friday}`,
    "og:locale": "ru_RU",
    "og:image": `${PUBLIC_URL}${friday}/file/preview.png`,
    "og:image:type": "image/png",
    "og:image:width": "1200",
    "og:image:height": "630",
    "og:image:alt": "Пятница: постеры фильмов в шляпе",
    "twitter:card": "summary_large_image",
    robots: "noindex",
    "color-scheme": "dark light",
  });
});

test("it speaks the language of the films, whoever asks", async () => {
  const films: Film[] = [["Alien", 1979], ["Psycho"]];
  const path = await createLottery(host, films);
  const tags = await tagsOf(path, { "Accept-Language": "ru" });
  expect(tags).toMatchObject({
    "og:title": "“Alien” and “Psycho”",
    "og:description": "2 films. Chance picks one. In the hat: Alien (1979), Psycho.",
    "og:locale": "en_US",
  });
});

test("titles cannot break out of the tags", async () => {
  const films: Film[] = [
    ["</script><script>alert(1)</script>"],
    ['"><meta property="og:image" content="x">'],
  ];
  const path = await createLottery(host, films, { name: '"><script>' });
  const tags = await tagsOf(path);
  expect(tags["og:title"]).toBe('"><script>');
  expect(tags["og:description"]).toContain(films[0]![0]);
  expect(tags["og:image"]).toBe(`${PUBLIC_URL}${path}/file/preview.png`);
});

test("a forged host changes no tag and no picture", async () => {
  expect(await tagsOf(friday, FORGED)).toEqual(await tagsOf(friday));
  const forged = await server.visitor().get(friday, FORGED);
  expect(forged.html).not.toContain("evil.example");
  const path = `${friday}/file/preview.png`;
  expect((await picture(path, FORGED)).body.equals((await picture(path)).body)).toBe(true);
});

test("the picture is a PNG of 1200 × 630 that shows something", async () => {
  const { status, headers, body } = await pictureOf(friday);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("image/png");
  expect(headers.get("cache-control")).toBe("public, max-age=3600");
  const { format, width, height } = await sharp(body).metadata();
  expect({ format, width, height }).toEqual({ format: "png", width: 1200, height: 630 });
  expect(body.length, "chats drop large ones").toBeLessThan(300_000);
  // Posters below, letters above: both halves have contrast.
  for (const top of [90, 330]) {
    const { channels } = await sharp(body).extract({ left: 300, top, width: 600, height: 200 }).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(20);
  }
});

test.each([
  ["two films", [["Ran"], ["Ёлки"]]],
  ["25 films", Array.from({ length: 25 }, (_, index) => [`Ералаш № ${index}`, 1974])],
  ["titles that no face of ours can set", [["七人の侍", 1954], ["جدایی"], ["💔"]]],
  ["hostile titles", [['<image href="http://127.0.0.1/"/>'], ["</svg>"], ["&amp;\u202e"]]],
  ["titles of 200 characters", [["Ж".repeat(200)], ["очень ".repeat(33).trim()]]],
] as [string, Film[]][])("there is a picture of %s", async (_, films) => {
  const { status, body } = await pictureOf(await createLottery(host, films));
  expect(status).toBe(200);
  expect((await sharp(body).metadata()).width).toBe(1200);
  expect(body.equals((await pictureOf(friday)).body), "one of its own").toBe(false);
});

test("neither tags nor picture give the winner away", async () => {
  const films: Film[] = [
    ["Alien", 1979],
    ["Psycho", 1960],
  ];
  const seen = new Map<string, { tags: Record<string, string>; body: Buffer }>();
  // Fair draws: the same winner 40 times about once in 10^12 runs.
  for (let round = 0; round < 40 && seen.size < 2; round++) {
    const path = await createLottery(host, films, { name: "Friday" });
    const before = await pictureOf(path);
    await host.post(`${path}/draw`, {});
    const { "og:url": url, "og:image": image = "", ...tags } = await tagsOf(path);
    expect([url, image]).toEqual([`${PUBLIC_URL}${path}`, `${PUBLIC_URL}${path}/file/preview.png?draw=1`]);
    const { body } = await picture(image.slice(PUBLIC_URL.length));
    expect(body.equals(before.body), "it says that it was drawn").toBe(false);
    seen.set(winnerOn((await host.get(path)).document), { tags, body });
  }
  const [one, other] = [...seen.values()];
  expect(one!.tags).toEqual(other!.tags);
  expect(one!.tags["og:description"]).toMatch(/^Chance has picked. Open and see which!/);
  expect(one!.body.equals(other!.body)).toBe(true);
});

test("who has the picture need not fetch it again", async () => {
  const { headers } = await pictureOf(friday);
  const etag = headers.get("etag") ?? "";
  const again = await picture(`${friday}/file/preview.png`, { "If-None-Match": etag });
  expect([again.status, again.body.length, again.headers.get("etag")]).toEqual([304, 0, etag]);
  const head = await server.visitor().send(`${friday}/file/preview.png`, { method: "HEAD" });
  expect([head.status, head.html, head.headers["content-type"]]).toEqual([200, "", "image/png"]);
});

test("no lottery, no picture", async () => {
  expect((await pictureOf("/l/2222222222")).status).toBe(404);
  const path = await createLottery(host);
  await host.post(`${path}/deletion`, {});
  expect((await pictureOf(path)).status).toBe(404);
});

test("in a storm each asks gets a picture or is told to come later, and the rest of the app goes on", async () => {
  const lotteries: string[] = [];
  for (let each = 0; each < 20; each++)
    lotteries.push(await createLottery(host, EVENING, { name: `№ ${each}` }));
  const storm = Promise.all(lotteries.map(pictureOf));
  expect((await server.visitor().get("/healthz")).status).toBe(200);
  const answers = await storm;
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(lotteries.length);
  expect(refused.length).toBeGreaterThan(0);
  for (const { headers } of refused) expect(headers.get("retry-after")).toBe("5");
  expect((await pictureOf(lotteries.at(-1)!)).status, "later").toBe(200);
});
