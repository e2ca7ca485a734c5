import { readFileSync } from "node:fs";
import path from "node:path";
import { type Font, openSync } from "fontkit";
import { expect, test } from "vitest";
import { textsOf } from "#tests/support/html.ts";
import { createLottery, type Film } from "#tests/support/lotteries.ts";
import { testServer } from "#tests/support/server.ts";

const server = await testServer();
const host = server.visitor();

const FILMS: Film[] = Array.from({ length: 25 }, (_, index) => [`Ералаш, выпуск ${index + 1}`, 1974]);
const lottery = await createLottery(host, FILMS);

test("every title on the wall of the start page can be set in the faces that the page brings", async () => {
  const { document } = await server.visitor().get("/");
  const titles = textsOf(document, ".backdrop .poster-title");
  expect(titles).toHaveLength(20);
  const lacking = [...titles.join("").toUpperCase().replace(/\s/g, "")].filter(
    (letter) => !facesOfPages().some((face) => face.hasGlyphForCodePoint(letter.codePointAt(0)!)),
  );
  expect(lacking).toEqual([]);
  expect(facesOfPages().some((face) => face.hasGlyphForCodePoint("七".codePointAt(0)!))).toBe(false);
});

test("neighbours look different, wherever there are posters", async () => {
  for (const address of ["/", lottery, `${lottery}?view=stage`, "/history"]) {
    const { document } = await host.get(address);
    for (const list of [".backdrop", ".candidates", ".lobby-posters", ".lottery-rows"]) {
      const looks = looksIn(document, `${list} .poster`);
      const alike = looks.filter(({ motif, palette }, index) => {
        const before = looks[index - 1];
        return before && (before.motif === motif || before.palette === palette);
      });
      expect(alike, `${address} ${list}`).toEqual([]);
    }
  }
});

test("a film of a lottery has one poster, among the candidates, on the reel and on television", async () => {
  const { document } = await host.get(lottery);
  const television = await host.get(`${lottery}?view=stage`);
  const candidates = looksIn(document, ".candidates .poster");
  expect(candidates).toHaveLength(25);
  expect(new Set(candidates.map(({ motif, palette }) => `${motif} ${palette}`)).size).toBe(25);
  expect(looksIn(television.document, ".lobby-posters .poster")).toEqual(candidates);
  const reel = looksIn(document, ".drum .poster");
  expect(reel.length).toBeGreaterThan(5);
  expect(candidates).toEqual(expect.arrayContaining(reel));
});

test("the winner, and those of earlier draws, keep theirs", async () => {
  const path = await createLottery(host, FILMS.slice(0, 12));
  const candidates = looksIn((await host.get(path)).document, ".candidates .poster");
  await host.post(`${path}/draw`, {});
  const drawn = looksIn((await host.get(path)).document, ".winner-card .poster");
  expect(candidates).toEqual(expect.arrayContaining(drawn));
  await host.post(`${path}/redraw`, { number: "2", reason: "seen" });
  expect(looksIn((await host.get(path)).document, ".earlier .poster")).toEqual(drawn);
});

function looksIn(document: Document, selector: string) {
  return [...document.querySelectorAll(selector)].map((poster) => ({
    title: poster.querySelector(".poster-title")?.textContent,
    motif: /motif-\d+/.exec(poster.className)?.[0],
    palette: /palette-\d+/.exec(poster.className)?.[0],
  }));
}

/** Those of the display face that every page brings. */
function facesOfPages(): Font[] {
  const styles = path.join(import.meta.dirname, "../../app/styles");
  const css = readFileSync(path.join(styles, "tokens.css"), "utf8");
  const files = [...css.matchAll(/url\("(\.\/fonts\/display-[^"]+)"\)/g)].map(([, file]) => file!);
  expect(files.length).toBeGreaterThan(1);
  return files.map((file) => openSync(path.join(styles, file)) as Font);
}
