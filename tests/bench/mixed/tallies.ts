import { median, percentile } from "../figures.ts";
import type { Kind, Visit } from "./visitor.ts";

/** Of a second in which everything is as usual, the median is at most this many times the usual one. */
const USUAL = 2;
/** Below that nobody notices. */
const UNNOTICED_MS = 50;

/** Requests a second, then p50 and p99 of pages, forms and first events, in milliseconds. */
export function timesOf(visits: readonly Visit[], seconds: number): string[] {
  const of = (kind: Kind) =>
    visits.filter((visit) => visit.kind === kind && visit.status > 0).map(({ ms }) => ms);
  const figures = (["page", "form", "wait"] as const).flatMap((kind) => {
    const times = of(kind);
    return times.length === 0 ? ["–", "–"] : [median(times).toFixed(0), percentile(times, 0.99).toFixed(0)];
  });
  return [(visits.length / seconds).toFixed(0), ...figures];
}

/** How often each status came, and what was no answer. A refusal that does not say when to come again is marked. */
export function statusesOf(visits: readonly Visit[]): string {
  const counts = new Map<string, number>();
  for (const { status, why, honest } of visits) {
    const name =
      status === 0 ? `none (${why})` : `${status} ${why}${honest ? "" : "without Retry-After"}`.trimEnd();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([, one], [, other]) => other - one);
  return most.map(([name, count]) => `${count} × ${name}`).join(", ") || "none";
}

/**
 * After how many seconds whoever asks is answered as usual and not refused, and is so from then on; null when that was not
 * seen.
 */
export function backToNormal({
  steady,
  after,
  overAt,
}: {
  steady: readonly Visit[];
  after: readonly Visit[];
  overAt: number;
}): number | null {
  const pages = (visits: readonly Visit[]) => visits.filter(({ kind }) => kind === "page");
  const most = Math.max(UNNOTICED_MS, USUAL * median(pages(steady).map(({ ms }) => ms)));
  const seconds = new Map<number, Visit[]>();
  for (const visit of after) {
    const second = Math.floor((visit.began - overAt) / 1_000);
    seconds.set(second, [...(seconds.get(second) ?? []), visit]);
  }
  const odd = [...seconds].filter(([, visits]) => {
    const times = pages(visits).map(({ ms }) => ms);
    return (
      visits.some(({ status }) => status !== 200 && status !== 303) ||
      (times.length > 0 && median(times) > most)
    );
  });
  const first = odd.length === 0 ? 0 : Math.max(...odd.map(([second]) => second)) + 1;
  return seconds.has(first) ? first : null;
}
