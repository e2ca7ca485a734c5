import { useSyncExternalStore } from "react";

/** Whether scripts run: false on the server and while React takes over its HTML, true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

function never(): () => void {
  return () => {};
}
