import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useHydrated } from "../use-hydrated.ts";

const EVERY_MS = 3_000;

/** Loads the page again every few seconds: with a refresh header, or in the background when scripts run. */
export function Retry() {
  const { revalidate, state } = useRevalidator();
  const hydrated = useHydrated();
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setTimeout(revalidate, EVERY_MS);
    return () => clearTimeout(timer);
  }, [state, revalidate]);
  return hydrated ? null : (
    <noscript>
      <meta httpEquiv="refresh" content={String(EVERY_MS / 1000)} />
    </noscript>
  );
}
