import { Link } from "@remix-run/react";
import { useWords } from "#app/copy/words.ts";
import type { Device } from "#app/domain/club/club.ts";
import { paths } from "#app/paths.ts";
import { useAge } from "#app/ui/age.tsx";

/** The browsers of the club: whose, when they were here, and a way out for each. */
export function Devices({
  devices,
  me,
  now,
}: {
  devices: readonly Device[];
  me: string | null;
  now: number;
}) {
  const words = useWords();
  const age = useAge();
  if (devices.length === 0) return null;
  return (
    <section className="panel club-part">
      <h2>{words("club.devices")}</h2>
      <ul className="club-list">
        {devices.map(({ id, firstName, lastSeen }) => {
          const name = firstName || words("club.nameless");
          return (
            <li key={id}>
              <span>
                <strong dir="auto">{name}</strong>
                <span className="hint">
                  {id === me || !lastSeen
                    ? words("club.this")
                    : words("club.seen", { when: age(lastSeen.getTime(), now) })}
                </span>
              </span>
              {id === me ? null : (
                <Link to={paths.deviceRemoval(id)} aria-label={words("club.remove-one", { name })}>
                  {words("club.remove")}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
