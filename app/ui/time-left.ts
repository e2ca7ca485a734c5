import { useLingui } from "@lingui/react";
import { useContext } from "react";
import { AgesTold, formatOf, ROUNDING_MS, wholeUnits } from "./age.tsx";

/** How long it is until something happens, in words: "in 23 hours", "через 5 минут". A moment that has come is now. */
export function useTimeLeft(): (at: number, now: number) => string {
  const { i18n } = useLingui();
  const told = useContext(AgesTold);
  return (at, now) => {
    const { seconds, unit, length } = wholeUnits(now, Math.max(at, now));
    const left = Math.round(seconds / length);
    // From then on it is less by one, or told in a smaller unit.
    told?.(at - Math.max((left - 0.5) * length, length) * 1_000 + ROUNDING_MS);
    return formatOf(i18n.locale).format(left, unit);
  };
}
