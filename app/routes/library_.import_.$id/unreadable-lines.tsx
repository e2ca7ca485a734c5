import { useWords } from "#app/copy/words.ts";
import type { Unreadable } from "#app/domain/importing/reading.ts";
import { Spoken } from "#app/ui/spoken.tsx";

/** The lines that name no film, where they stand, and why. */
export function UnreadableLines({ lines, count }: { lines: Unreadable[]; count: number }) {
  const words = useWords();
  return (
    <section className="club-part">
      <h2>{words("import.unreadable")}</h2>
      <ul className="club-list">
        {lines.map(({ line, text, problem }, index) => (
          <li key={index}>
            <span>
              <bdi>
                <Spoken text={text} />
              </bdi>
              <span className="hint">
                {words("import.line", { line })}: {words(`import.line.${problem}`)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {count > lines.length ? (
        <p>{words("import.unreadable-more", { count: count - lines.length })}</p>
      ) : null}
    </section>
  );
}
