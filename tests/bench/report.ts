import { type ClientBytes } from "./client-bytes.ts";
import { table } from "./figures.ts";
import type { Measured } from "./measure.ts";

export type Sizes = ClientBytes & { firstMs: number; firstHungMs: number; idleMb: number; loadedMb: number };

const HEADING = [
  "page",
  "req/s",
  "p50 ms",
  "p99 ms",
  "of bare",
  "bytes",
  "SQL",
  "SQL load",
  "was",
  "CPU ms",
  "was",
  "ratio",
  "wanted",
  "",
];

/** The table of pages. */
export function pagesReport(measured: readonly Measured[]): string {
  return table(HEADING, measured.map(rowOf));
}

function rowOf({ page, ...figures }: Measured): string[] {
  const ratio = figures.cpuMs / page.original.cpuMs;
  const faults = [
    ratio > page.wanted ? "CPU" : "",
    figures.statements > page.statementsAllowed ? "SQL" : "",
  ].filter(Boolean);
  return [
    page.name,
    figures.perSecond.toFixed(0),
    figures.p50.toFixed(0),
    figures.p99.toFixed(0),
    `${((figures.perSecond / figures.bare) * 100).toFixed(1)} %`,
    figures.bytes.toFixed(0),
    figures.statements.toFixed(2),
    figures.statementsUnderLoad.toFixed(2),
    page.original.statements,
    figures.cpuMs.toFixed(2),
    String(page.original.cpuMs),
    ratio.toFixed(2),
    `≤ ${page.wanted}`,
    faults.length === 0 ? "ok" : `OVER: ${faults.join(", ")}`,
  ];
}

/** The rest, beside its budgets. */
export function sizesReport(sizes: Sizes): string {
  const { firstMs, firstHungMs, idleMb, loadedMb, scripts, scriptBytes, styleBytes } = sizes;
  const row = (name: string, value: number, most: number | null, unit: string) => [
    name,
    `${value.toFixed(unit === "kB" ? 1 : 0)} ${unit}`,
    most === null ? "" : `≤ ${most} ${unit}`,
    most === null || value <= most ? "ok" : "OVER",
  ];
  return table(
    ["process and client", "measured", "wanted", ""],
    [
      row("launch to first 200", firstMs, 1_500, "ms"),
      row("the same, database hangs", firstHungMs, 1_500, "ms"),
      row("memory, idle after start", idleMb, 120, "MB"),
      row("memory, after the load", loadedMb, 220, "MB"),
      row(`scripts of / (${scripts} files, gzip)`, scriptBytes / 1_000, 115, "kB"),
      row("styles of / (gzip)", styleBytes / 1_000, 12, "kB"),
    ],
  );
}
