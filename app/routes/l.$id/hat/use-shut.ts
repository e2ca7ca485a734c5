import { useLingui } from "@lingui/react";
import { useEffect, useState } from "react";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** Timers of browsers go no further. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Whether the time of a hat is over: as loaded, and from its moment on (in ms since 1970; null for none). */
export function useShut(closesAt: number | null, loaded: boolean): boolean {
  const [over, setOver] = useState<number | null>(null);
  useEffect(() => {
    if (closesAt === null) return;
    const left = Math.max(0, closesAt - Date.now());
    if (left > TIMER_MAX_MS) return;
    const timer = setTimeout(() => setOver(closesAt), left);
    return () => clearTimeout(timer);
  }, [closesAt]);
  return loaded || (closesAt !== null && over === closesAt);
}

/** A moment in words: by the visitor's clock where scripts run, as the server knows no time zone but UTC. */
export function useMoment(at: number | null): string | null {
  const { i18n } = useLingui();
  const hydrated = useHydrated();
  if (at === null) return null;
  return new Date(at).toLocaleString(i18n.locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "numeric",
    minute: "2-digit",
    ...(hydrated ? {} : { timeZone: "UTC", timeZoneName: "short" }),
  });
}
