import { expect, test } from "vitest";
import { asTheyHang } from "#app/domain/posters/poster-hanging.ts";

const films = Array.from({ length: 20 }, (_, index) => ({ title: `Film ${index}`, year: 1950 + index }));

test("films hang in one order, whichever came first", () => {
  const hanging = asTheyHang(films);
  expect(hanging).not.toEqual(films);
  expect(new Set(hanging)).toEqual(new Set(films));
  expect(asTheyHang(films.toReversed())).toEqual(hanging);
});

test("two films of one title hang in one order too", () => {
  const twice = [
    { title: "Solaris", year: 1972 },
    { title: "Solaris", year: 2002 },
  ];
  expect(asTheyHang(twice.toReversed())).toEqual(asTheyHang(twice));
});

test("when one comes and the oldest goes, the others keep their order", () => {
  const [, ...rest] = films;
  const next = asTheyHang([...rest, { title: "Ran", year: 1985 }]);
  expect(next.filter(({ title }) => title !== "Ran")).toEqual(asTheyHang(rest));
});
