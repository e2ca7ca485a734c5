import type { Badge } from "#app/domain/library/library.ts";
import badges from "./badges.svg";

/** The drawn sign of a badge. With a label it stands for itself; without one, beside its words. */
export function BadgeIcon({ badge, label }: { badge: Badge; label?: string }) {
  return (
    <svg
      className="badge-icon"
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      {label === undefined ? null : <title>{label}</title>}
      <use href={`${badges}#${badge}`} />
    </svg>
  );
}
