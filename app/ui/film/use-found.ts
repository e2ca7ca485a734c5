import { useEffect, useState } from "react";
import { askedText, type Found } from "#app/domain/film/found-movie.ts";
import { paths } from "#app/paths.ts";

/** Whoever pauses this long may be reading. */
const PAUSE_MS = 300;
const LETTERS_MIN = 2;

/**
 * The films that may be meant by what is being `typed` in a form: in the field of this id, and in its field for a year.
 * Null while too little is typed. What was found last stays until newer comes; an answer that was overtaken is dropped.
 */
export function useFound(fieldId: string): { typed: string; found: Found | null } {
  const asked = useTyped(fieldId);
  const [found, setFound] = useState<Found | null>(null);
  const typed = askedText(asked);
  const enough = typed.length >= LETTERS_MIN;
  const { title, year } = asked;

  if (!enough && found) setFound(null);
  useEffect(() => {
    if (!enough) return;
    const overtaken = new AbortController();
    const ask = async () => {
      const answer = await find({ title, year }, overtaken.signal);
      if (!overtaken.signal.aborted) setFound(answer);
    };
    const pause = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(pause);
      overtaken.abort();
    };
  }, [title, year, enough]);

  return { typed, found };
}

type Typed = { title: string; year: string };

/** What stands in the form, also when a script has put it there: those say so with an event of the form. */
function useTyped(fieldId: string): Typed {
  const [typed, setTyped] = useState(() => typedAt(fieldId));
  useEffect(() => {
    const { form } = fieldOf(fieldId);
    const read = () =>
      setTyped((before) => {
        const now = typedAt(fieldId);
        return now.title === before.title && now.year === before.year ? before : now;
      });
    form?.addEventListener("input", read);
    return () => form?.removeEventListener("input", read);
  }, [fieldId]);
  return typed;
}

function typedAt(fieldId: string): Typed {
  const { value, form } = fieldOf(fieldId);
  const year = form?.elements.namedItem("year");
  return { title: value.trim(), year: year instanceof HTMLInputElement ? year.value.trim() : "" };
}

function fieldOf(id: string): HTMLInputElement {
  return document.getElementById(id) as HTMLInputElement;
}

async function find(typed: Typed, signal: AbortSignal): Promise<Found> {
  try {
    const response = await fetch(paths.find(new URLSearchParams(typed).toString()), { signal });
    // The same shape says why there is nothing.
    if (response.ok || response.status === 429) return (await response.json()) as Found;
  } catch {
    // Away, or overtaken; then nobody looks at this.
  }
  return { text: askedText(typed), movies: [], quiet: "away" };
}
