import type { PutBack } from "#app/data/library/trash.server.ts";
import { notify } from "#app/visitor/notice-cookie.server.ts";

/** The cookie that says what came back, and what could not. */
export function noticeOf({ back, full, title }: PutBack): Promise<string> {
  if (back + full === 0) return notify("trash-gone");
  if (back + full > 1) return notify("movies-back", undefined, { count: back, others: full });
  return notify(full > 0 ? "movie-full" : "movie-back", title ?? "");
}
