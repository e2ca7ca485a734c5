import { useWords } from "#app/copy/words.ts";
import { BADGES, type LibraryCounts } from "#app/domain/library/library.ts";
import type { LibraryFilter } from "#app/domain/library/library-filter.ts";
import { BadgeIcon } from "#app/ui/film/badge-icon.tsx";

/** Badges, tags and genres to be ticked, each with the number of films that have it. */
export function LabelChoices({ filter, counts }: { filter: LibraryFilter; counts: LibraryCounts | null }) {
  const words = useWords();
  const badges = new Map(counts?.badges);
  return (
    <>
      <Choices
        name="badge"
        title={words("filter.badge")}
        more={counts?.more}
        choices={([...BADGES, "none"] as const).map((badge) => ({
          value: badge,
          words: words(`badge.${badge}`),
          icon: badge === "none" ? null : <BadgeIcon badge={badge} />,
          films: badges.get(badge),
          ticked: filter.badges.includes(badge),
        }))}
      />
      <Choices
        name="tag"
        title={words("filter.tag")}
        more={counts?.more}
        choices={labels(counts?.tags, filter.tags)}
      />
      <Choices
        name="genre"
        title={words("filter.genre")}
        more={counts?.more}
        choices={labels(counts?.genres, filter.genres)}
        after={
          <label className="chip">
            <input type="checkbox" name="genres" value="all" defaultChecked={filter.allGenres} />
            {words("filter.genres-all")}
          </label>
        }
      />
      {counts?.more ? <p className="hint">{words("filter.counted", { count: counts.films })}</p> : null}
    </>
  );
}

type Choice = {
  value: string;
  words: string;
  icon?: React.ReactNode;
  films: number | undefined;
  ticked: boolean;
};

function Choices({
  name,
  title,
  choices,
  more = false,
  after,
}: {
  name: string;
  title: string;
  choices: readonly Choice[];
  more?: boolean | undefined;
  after?: React.ReactNode;
}) {
  const words = useWords();
  if (choices.length === 0) return null;
  return (
    <fieldset className="chips">
      <legend>{title}</legend>
      {choices.map(({ value, words: label, icon, films, ticked }) => (
        <label key={value} className="chip">
          <input type="checkbox" name={name} value={value} defaultChecked={ticked} />
          {icon}
          <bdi>{label}</bdi>
          {films === undefined ? null : (
            <span className="optional">{more ? words("filter.at-least", { count: films }) : films}</span>
          )}
        </label>
      ))}
      {after}
    </fieldset>
  );
}

/** The most frequent ones, and those that are ticked, also if no film has them any more. */
function labels(counts: LibraryCounts["tags"] = [], ticked: readonly string[]): Choice[] {
  const films = new Map(counts);
  return [...new Set([...films.keys(), ...ticked])].map((value) => ({
    value,
    words: value,
    films: films.get(value),
    ticked: ticked.includes(value),
  }));
}
