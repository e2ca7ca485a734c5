import { useLocation } from "@remix-run/react";
import { STAGE } from "#app/paths.ts";

/** Whether this page is to be shown without anything around it. */
export function useStageView(): boolean {
  const { pathname, search } = useLocation();
  return /^\/l\/\w+$/.test(pathname) && new URLSearchParams(search).get("view") === STAGE;
}
