import type { Check } from "./aftermath.ts";
import type { Figures } from "./bounds.ts";

export type Row = { fault: string; figures: Figures[]; note: string | null };

const HEADING = ["fault", "page", "answers", "p50 ms", "p99 ms", "max ms", "shown", "fresh after ms", ""];

type Options = { markdown?: boolean };

/** The table of faults as text for a terminal, or as Markdown. */
export function drawTable(rows: readonly Row[], options?: Options): string {
  return draw(HEADING, rows.flatMap(cellsOf), options);
}

/** What was checked after the faults, in the same form. */
export function drawChecks(checks: readonly Check[], options?: Options): string {
  const cells = checks.map(({ name, found, ok, details }) => [
    name,
    found,
    verdict(ok ? [] : [found, ...details]),
  ]);
  return draw(["afterwards", "found", ""], cells, options);
}

function draw(heading: string[], rows: string[][], { markdown = false }: Options = {}): string {
  const cells = [heading, ...rows];
  const toTheRight = heading.map((words) => words.endsWith("ms"));
  const widths = heading.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const line = (row: string[]) => {
    const padded = row.map((cell, column) =>
      toTheRight[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    );
    return markdown ? `| ${padded.join(" | ")} |` : padded.join("  ").trimEnd();
  };
  const rule = widths.map((width, column) => {
    const dashes = "-".repeat(width);
    return markdown && toTheRight[column] ? `${dashes.slice(1)}:` : dashes;
  });
  return [line(heading), markdown ? `| ${rule.join(" | ")} |` : rule.join("  "), ...rows.map(line)].join(
    "\n",
  );
}

function verdict(broken: readonly string[]): string {
  return broken.length === 0 ? "ok" : `BROKEN: ${broken.join("; ")}`;
}

function cellsOf({ fault, figures, note }: Row): string[][] {
  if (note !== null) return [[fault, note, "", "", "", "", "", "", ""]];
  return figures.map(({ page, statuses, p50, p99, max, shown, toFreshMs, broken, excused }, index) => [
    index === 0 ? fault : "",
    page,
    [...statuses].map(([status, times]) => `${times} × ${status || "none"}`).join(", "),
    p50.toFixed(0),
    p99.toFixed(0),
    max.toFixed(0),
    [...shown].map(([source, times]) => `${times} ${source}`).join(", "),
    toFreshMs === null ? "" : toFreshMs.toFixed(0),
    excused ? "ok, busy machine" : verdict(broken),
  ]);
}
