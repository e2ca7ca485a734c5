import { useSyncExternalStore } from "react";

/** The time on the visitor's clock when the page was opened, as `20:15`; undefined before scripts run. */
export function usePresentTime(): string | undefined {
  return useSyncExternalStore(neverChanges, opened, () => undefined);
}

let openedAt: string | undefined;

function opened(): string {
  openedAt ??= new Date().toTimeString().slice(0, 5);
  return openedAt;
}

function neverChanges() {
  return () => {};
}
