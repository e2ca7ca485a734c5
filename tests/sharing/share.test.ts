import QRCode from "qrcode";
import { describe, expect, test } from "vitest";
import { linkTo, winnerOn } from "#tests/support/html.ts";
import { arrive, createLottery, EVENING } from "#tests/support/lotteries.ts";
import { sharedServer } from "#tests/support/server.ts";

const PUBLIC_URL = "https://kino.example";
const server = await sharedServer({ PUBLIC_URL });
const host = server.visitor();
await arrive(host);
const path = await createLottery(host, EVENING, { name: "Пятница & “друзья”" });
const link = PUBLIC_URL + path;

/** What someone who wants to send people elsewhere would write into a request. */
const FORGED = {
  Host: "evil.example",
  "X-Forwarded-Host": "evil.example",
  "X-Forwarded-Proto": "ftp",
  Forwarded: "host=evil.example",
};

describe.each(["host", "guest"])("the %s", (who) => {
  const visitor = who === "host" ? host : server.visitor();

  test("finds plain links that pass the lottery's link on", async () => {
    const { document } = await visitor.get(path);
    expect(document.querySelector<HTMLInputElement>("#share-link")?.value).toBe(link);
    const telegram = new URL(linkTo(document, "Telegram"));
    expect(telegram.searchParams.get("url")).toBe(link);
    expect(telegram.searchParams.get("text")).toBe(
      "Пятница & “друзья”: 3 films, and chance picks one. Come and draw!",
    );
    expect(new URL(linkTo(document, "WhatsApp")).searchParams.get("text")).toContain(link);
    expect(new URL(linkTo(document, "VK")).searchParams.get("url")).toBe(link);
    expect(new URL(linkTo(document, "E-mail")).searchParams.get("body")).toContain(link);
    expect(linkTo(document, "QR code")).toBe(`${path}/file/qr.svg`);
    const elsewhere = [...document.querySelectorAll("a[target=_blank]")];
    expect(elsewhere).toHaveLength(4);
    for (const each of elsewhere) expect(each.getAttribute("rel")).toBe("noreferrer");
  });
});

test("the words are in the visitor's language", async () => {
  const { document } = await server.visitor({ language: "ru" }).get(path);
  expect(new URL(linkTo(document, "ВКонтакте")).searchParams.get("title")).toBe(
    "Пятница & “друзья”: 3 фильма, и случай выберет один. Приходите на розыгрыш!",
  );
});

test("after the draw nothing that is passed on names the winner", async () => {
  const drawn = await createLottery(host, EVENING, { name: "Friday" });
  await host.post(`${drawn}/draw`, {});
  const { document } = await host.get(drawn);
  expect(winnerOn(document)).not.toBe("");
  const sent = ["Telegram", "WhatsApp", "VK", "E-mail"].map((name) =>
    decodeURIComponent(linkTo(document, name)),
  );
  for (const each of sent) {
    expect(each).toContain("chance has picked our film");
    expect(each).not.toContain(winnerOn(document));
  }
});

test("a lottery without a name is called the same before and after the draw, whoever wins", async () => {
  const unnamed = await createLottery(host);
  const title = "“Солярис”, “Blade Runner” and 1 more";
  const text = async () =>
    new URL(linkTo((await host.get(unnamed)).document, "Telegram")).searchParams.get("text");
  expect(await text()).toBe(`${title}: 3 films, and chance picks one. Come and draw!`);
  await host.post(`${unnamed}/draw`, {});
  expect(await text()).toBe(`${title}: chance has picked our film. See which one!`);
});

test("a forged host changes nothing that people are sent", async () => {
  const [page, forged] = [await host.get(path), await host.get(path, FORGED)];
  expect(forged.html).not.toContain("evil.example");
  const sent = (html: string) => html.match(/https?:\/\/[^\s"'&<]+|https?%3A[^\s"'&<]+/g);
  expect(sent(forged.html)).toEqual(sent(page.html));
  const [qr, forgedQr] = [
    await host.get(`${path}/file/qr.svg`),
    await host.get(`${path}/file/qr.svg`, FORGED),
  ];
  expect(forgedQr.html).toBe(qr.html);
});

describe("the QR code", () => {
  test("is the lottery's link, black on white, with the margin that readers need", async () => {
    const { status, headers, html: svg } = await server.visitor().get(`${path}/file/qr.svg`);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("image/svg+xml");
    expect(headers["content-security-policy"]).toBe("default-src 'none'");
    const { size, data } = QRCode.create(link, { errorCorrectionLevel: "M" }).modules;
    expect(svg).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
    expect(svg).toContain(`<path fill="#fff" d="M0 0h${size + 8}v${size + 8}H0z"/>`);
    expect(darkModules(svg, size)).toEqual([...data].map(Boolean));
  });

  test("is fetched once a day", async () => {
    const { headers } = await server.visitor().get(`${path}/file/qr.svg`);
    expect(headers["cache-control"]).toBe("public, max-age=86400");
    const known = { "If-None-Match": `"other", W/${String(headers.etag)}` };
    const again = await server.visitor().get(`${path}/file/qr.svg`, known);
    expect([again.status, again.html]).toEqual([304, ""]);
  });

  test.each(["/l/nowhere/file/qr.svg", "/l/2222222222/file/other.svg"])(
    "%s is not there",
    async (address) => {
      expect((await server.visitor().get(address)).status).toBe(404);
    },
  );
});

/** Which modules the bars of our picture cover, row by row, without the margin. */
function darkModules(svg: string, size: number): boolean[] {
  const dark = Array.from({ length: size * size }, () => false);
  const bars = svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g);
  for (const [, x, y, width, back] of bars) {
    expect(back).toBe(width);
    const start = (Number(y) - 4) * size + Number(x) - 4;
    dark.fill(true, start, start + Number(width));
  }
  return dark;
}
