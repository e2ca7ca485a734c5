import { lineWithin } from "../text.ts";

const SHOWN = ["all", "waiting", "drawn", "collecting", "poll"] as const;

/** Which lotteries of a club are asked for; a blank search finds all. */
export type HistoryFilter = { show: (typeof SHOWN)[number]; search: string };

export const EVERY_LOTTERY: HistoryFilter = { show: "all", search: "" };

/** What a history may be narrowed to, in the order of its choices. */
export const HISTORY_SHOWN = SHOWN;

const SEARCH_MAX = 100;

/** The filter that an address asks for. What it says besides is left out. */
export function readHistoryFilter(query: URLSearchParams): HistoryFilter {
  return {
    show: SHOWN.find((each) => each === query.get("show")) ?? "all",
    search: lineWithin(query.get("search") ?? "", SEARCH_MAX) ?? "",
  };
}

/** The same as part of an address, without what is as usual. */
export function historyQuery({ show, search }: HistoryFilter): string {
  const query = new URLSearchParams();
  if (show !== "all") query.set("show", show);
  if (search) query.set("search", search);
  return query.size > 0 ? `?${query.toString()}` : "";
}
