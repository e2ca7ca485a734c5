import { useRouteLoaderData } from "@remix-run/react";
import type { Notice } from "#app/visitor/notices.ts";

/** The id of the notice that this page shows about what was done before it. */
export function useNotice(): Notice["id"] | undefined {
  return useRouteLoaderData<{ notice: Notice | null }>("root")?.notice?.id;
}
