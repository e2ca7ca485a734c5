import { useRouteLoaderData } from "@remix-run/react";
import type { SaidNotice } from "#app/visitor/notices.ts";

/** What this page says about what was done before it. */
export function useNotice(): SaidNotice | undefined {
  return useRouteLoaderData<{ notice: SaidNotice | null }>("root")?.notice ?? undefined;
}
