import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  DRAWN,
  MOTIFS,
  PALETTES,
  posterDesign,
  type PosterDesign,
} from "#app/domain/posters/poster-design.ts";
import { alike, entryDesigns } from "#app/domain/posters/entry-designs.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import { titleKey } from "#app/domain/film/movie.ts";
import { drumOf } from "#app/domain/draw/reel.ts";

const TITLES = ["Сталкер", "Alien", "8½", "七人の侍", "Ran", "Кин-дза-дза!", "💔", "x".repeat(200)];
const film = fc.record({
  title: fc.oneof(fc.constantFrom(...TITLES), fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 })),
  year: fc.option(fc.integer({ min: 1870, max: 2032 }), { nil: null }),
});
/** As in a lottery, where no film is twice. */
const lists = fc.uniqueArray(film, {
  minLength: 1,
  maxLength: 25,
  selector: ({ title, year }) => `${titleKey(title)} ${year}`,
});

const always = <T>(values: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(values, holds), { numRuns: 400 });

test("no two neighbours share a motif or a palette, and no two of a lottery both", () => {
  always(lists, (films) => {
    const designs = posterDesigns(films);
    expect(designs).toHaveLength(films.length);
    for (const each of designs) {
      expect(each.motif).toBeLessThan(MOTIFS);
      expect(each.palette).toBeLessThan(PALETTES);
    }
    expect(alikeNeighbours(designs)).toEqual([]);
    expect(new Set(designs.map(({ motif, palette }) => `${motif} ${palette}`)).size).toBe(films.length);
  });
});

test("not even two that wish for the same poster and stand far from each other", () => {
  const wish = posterDesign({ title: "Фильм 0", year: null });
  const films = Array.from({ length: 2_000 }, (_, index) => ({ title: `Фильм ${index}`, year: null }));
  const [one, twin] = films.filter((film) => {
    const { motif, palette } = posterDesign(film);
    return motif === wish.motif && palette === wish.palette;
  });
  const others = films.filter((film) => {
    const { motif, palette } = posterDesign(film);
    return motif !== wish.motif && palette !== wish.palette;
  });
  const designs = posterDesigns([one!, ...others.slice(0, 23), twin!]);
  expect(designs[0]).toMatchObject({ motif: wish.motif, palette: wish.palette });
  expect(designs[24]).toMatchObject({ motif: wish.motif });
  expect(designs[24]!.palette).not.toBe(wish.palette);
});

test("nor do those that stand below each other however wide the rows are", () => {
  always(lists, (films) => {
    const designs = posterDesigns(films);
    for (const [index, { motif, palette }] of designs.entries()) {
      expect(designs.slice(Math.max(0, index - 8), index).map((each) => each.motif)).not.toContain(motif);
      expect(designs.slice(Math.max(0, index - 3), index).map((each) => each.palette)).not.toContain(palette);
    }
  });
});

test("the same list always looks the same, and its beginning looks so without the rest", () => {
  always(fc.tuple(lists, fc.nat(25)), ([films, count]) => {
    const designs = posterDesigns(films);
    expect(posterDesigns(structuredClone(films))).toEqual(designs);
    expect(posterDesigns(films.slice(0, count))).toEqual(designs.slice(0, count));
  });
});

test("a film alone keeps its design, and so does one that clashes with nothing before it", () => {
  always(lists, (films) => {
    expect(posterDesigns(films.slice(0, 1))).toEqual(films.slice(0, 1).map(posterDesign));
    const designs = posterDesigns(films);
    const kept = films.flatMap((each, index) =>
      clashes(posterDesign(each), designs.slice(0, index)) ? [] : [index],
    );
    expect(kept.map((index) => designs[index])).toEqual(kept.map((index) => posterDesign(films[index]!)));
  });
});

test("another design still is one that the film can bear, with its title set as large", () => {
  always(lists, (films) => {
    for (const [index, { motif, type, mark }] of posterDesigns(films).entries()) {
      expect(type).toBe(posterDesign(films[index]!).type);
      expect(mark === null).toBe(motif < DRAWN);
    }
  });
});

test("a lottery's posters go by the positions of its films, and around the drum none is beside one alike", () => {
  always(fc.tuple(lists, fc.string({ maxLength: 12 })), ([films, seed]) => {
    const entries = films.map((each, index) => ({ ...each, position: index * 2 + 1 }));
    const designs = entryDesigns(entries);
    expect([...designs.keys()]).toEqual(entries.map(({ position }) => position));
    expect([...designs.values()]).toEqual(posterDesigns(films, 25));
    expect(new Set([...designs.values()].map(({ motif }) => motif)).size).toBe(films.length);
    // A preview shows the first few, and knows no others.
    expect([...designs.values()].slice(0, 7)).toEqual(posterDesigns(films.slice(0, 7)));
    if (films.length < 2) return;
    const apart = (one: { position: number }, other: { position: number }) =>
      alike(designs.get(one.position)!, designs.get(other.position)!);
    const drum = drumOf(entries, seed, apart);
    for (const [index, each] of drum.entries()) {
      expect(apart(each, drum[(index + 1) % drum.length]!)).toBe(false);
    }
  });
});

test("where films come again, each looks as it did beside itself, and unlike any other beside it", () => {
  const repeating = fc.array(fc.constantFrom(...TITLES), { maxLength: 40 });
  always(repeating, (titles) => {
    const designs = posterDesigns(titles.map((title) => ({ title, year: null })));
    const same = titles.flatMap((title, index) => (index > 0 && title === titles[index - 1] ? [index] : []));
    expect(same.map((index) => designs[index])).toEqual(same.map((index) => designs[index - 1]));
    expect(alikeNeighbours(designs)).toEqual(same);
  });
});

test("a list of far more films than there are posters is drawn all the same", () => {
  const films = Array.from({ length: 200 }, (_, index) => ({ title: "Ran", year: index }));
  const designs = posterDesigns(films);
  expect(alikeNeighbours(designs)).toEqual([]);
});

/** The numbers of those that look like the one before. */
function alikeNeighbours(designs: readonly PosterDesign[]): number[] {
  return designs.flatMap((each, index) => (index > 0 && alike(each, designs[index - 1]!) ? [index] : []));
}

/** Whether a design clashes with what stands before it. */
function clashes(own: PosterDesign, before: readonly PosterDesign[]): boolean {
  return before.some((each, index) => {
    const away = before.length - index;
    const [motif, palette] = [each.motif === own.motif, each.palette === own.palette];
    return (motif && away <= 8) || (palette && away <= 3) || (motif && palette);
  });
}

test("posters are alike when they share a motif, and when they share a palette", () => {
  const design = posterDesign({ title: "Ran", year: 1985 });
  const [motif, palette] = [design.motif + 1, design.palette + 1];
  expect(alike(design, { ...design, motif })).toBe(true);
  expect(alike(design, { ...design, palette })).toBe(true);
  expect(alike(design, { ...design, motif, palette })).toBe(false);
});

// Two releases run at once during every deploy, and a page's next part may come from the other.
test("films that wish for the same get the posters that every release shows", () => {
  const designs = posterDesigns(
    Array.from({ length: 20 }, (_, index) => ({ title: "Ran", year: 1950 + index })),
  );
  expect(designs.map(({ motif, palette }) => `${motif}/${palette}`).join(" ")).toBe(
    "21/15 3/12 14/5 38/2 35/3 17/0 28/9 10/6 34/7 18/4 12/1 29/14 5/10 22/13 25/8 1/11 16/14 36/1 39/12 15/15",
  );
});
