import sharp from "sharp";
import { expect, test } from "vitest";
import { DRAWN, MOTIFS } from "#app/domain/posters/poster-design.ts";
import { hydrated, openBrowser, openContext } from "#tests/support/browser.ts";
import { createLottery, type Film } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const browser = await openBrowser();

const FILMS: Film[] = [
  ["M", 1931],
  ["Доктор Стрейнджлав, или Как я перестал бояться и полюбил атомную бомбу", 1964],
  ["The Good, the Bad and the Ugly", 1966],
  ["Достопримечательности"],
  ["Летят журавли", 1957],
  ["Spider-Man: Far from Home", 2019],
  ["Приключения Электроника", 1979],
  ["Everything Everywhere All at Once", 2022],
  ["Щит и меч", 1968],
];

test.each([360, 1440])("drawing and title of each poster have their own half at %i pixels", async (width) => {
  const path = await createLottery(server.visitor(), FILMS);
  await using context = await openContext(browser, server.url, { viewport: { width, height: 800 } });
  const page = await context.newPage();
  await page.goto(path, { waitUntil: "networkidle" });
  await page.evaluate("document.fonts.ready.then(() => true)");
  const posters = page.locator(".candidates .poster");
  expect(await posters.count()).toBe(FILMS.length);
  for (const poster of await posters.all()) {
    const name = await poster.textContent();
    const sheet = (await poster.boundingBox())!;
    const title = (await poster.locator(".poster-title").boundingBox())!;
    expect((title.y - sheet.y) / sheet.height, `${name}: title`).toBeGreaterThan(0.48);
    expect(title.y + title.height, `${name}: title`).toBeLessThanOrEqual(sheet.y + sheet.height);
    const { data, info } = await sharp(await poster.screenshot())
      .raw()
      .toBuffer({ resolveWithObject: true });
    const upper = data.subarray(0, info.width * info.channels * Math.floor(info.height / 2));
    expect(new Set(pixels(upper, info.channels)).size, `${name}: drawn`).toBeGreaterThan(1);
  }
});

test("every motif shows something, and no letter is wider than its poster", async () => {
  await using context = await openContext(browser, server.url, { viewport: { width: 1440, height: 800 } });
  const page = await context.newPage();
  await page.goto(await createLottery(server.visitor(), FILMS), { waitUntil: "networkidle" });
  // On a first visit the browser may do without the face, which is not waited for.
  await page.reload({ waitUntil: "networkidle" });
  await hydrated(page);
  // The last one: the others lie in the shadow of the next.
  const poster = page.locator(".candidates .poster").last();
  for (let motif = 0; motif < MOTIFS; motif++) {
    await poster.evaluate(
      (element, [className, mark]) => {
        element.setAttribute("class", className!);
        if (mark) element.setAttribute("data-mark", mark);
        else element.removeAttribute("data-mark");
      },
      [`poster palette-0 motif-${motif} type-xl`, motif < DRAWN ? "" : motif === MOTIFS - 1 ? "48" : "Щ"],
    );
    const { data, info } = await sharp(await poster.screenshot())
      .raw()
      .toBuffer({ resolveWithObject: true });
    const rows = Math.floor(info.height / 2);
    const upper = pixels(data.subarray(0, info.width * info.channels * rows), info.channels);
    const [paper] = pixels(
      data.subarray(info.width * info.channels * (info.height - 8)),
      info.channels,
    ).slice(Math.floor(info.width / 2));
    const inked = upper.filter((each) => each !== paper).length / upper.length;
    expect(inked, `motif ${motif}`).toBeGreaterThan(0.04);
    // Within the very edges, which a fraction of a pixel may blend with the page.
    const edges = upper.filter((_, index) => {
      const away = Math.min(index % info.width, info.width - 1 - (index % info.width));
      return away >= 4 && away < 10;
    });
    const atEdges = edges.filter((each) => each !== paper).length / edges.length;
    // A letter leaves paper on both sides of it.
    const lettered = motif === DRAWN || motif === MOTIFS - 1;
    expect(atEdges, `motif ${motif}`).toBeLessThan(lettered ? 0.1 : 1.01);
  }
});

function pixels(data: Uint8Array, channels: number): string[] {
  return Array.from({ length: Math.floor(data.length / channels) }, (_, index) =>
    data.subarray(index * channels, index * channels + 3).join(),
  );
}
