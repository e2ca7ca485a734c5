import { useLingui } from "@lingui/react";
import { useWords } from "#app/copy/words.ts";
import type { HatFilm } from "#app/domain/hat/hat.ts";

/** Who put a film in, and how many people are for it, where that is more than one. */
export function Whose({ film: { names, backers } }: { film: HatFilm }) {
  const words = useWords();
  const { i18n } = useLingui();
  const said = names.map((name) => name || words("hat.somebody"));
  const list = new Intl.ListFormat(i18n.locale, { type: "conjunction" }).format(said);
  if (said.length === 0 && backers < 2) return null;
  return (
    <span className="hint">
      {said.length > 0 ? <bdi>{words("hat.from", { names: list })}</bdi> : null}
      {said.length > 0 && backers > 1 ? " · " : null}
      {backers > 1 ? words("hat.backers", { count: backers }) : null}
    </span>
  );
}
