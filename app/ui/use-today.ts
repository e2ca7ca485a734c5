import { useSyncExternalStore } from "react";

/** The day on the visitor's calendar, as `2026-12-31`; undefined before scripts run, as the server cannot know it. */
export function useToday(): string | undefined {
  return useSyncExternalStore(neverChanges, today, () => undefined);
}

function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function neverChanges() {
  return () => {};
}
