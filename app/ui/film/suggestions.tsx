import { useCombobox } from "downshift";
import { memo, useLayoutEffect, useState } from "react";
import { useWords } from "#app/copy/words.ts";
import type { EntryText } from "#app/domain/lottery/composer.ts";
import { entryOf, type Found, type FoundMovie } from "#app/domain/film/found-movie.ts";
import { posterDesigns } from "#app/domain/posters/poster-list.ts";
import type { Combobox } from "../forms/field.tsx";
import { FoundMovieCard, useFoundWords } from "./found-movie-card.tsx";
import { useFound } from "./use-found.ts";

export type SuggestionsProps = {
  fieldId: string;
  /** Gives the field what it needs to be the input of this list. */
  tie: (combobox: Combobox) => void;
  pick: (entry: EntryText) => void;
  /** Takes what stands in the field as it is; where there is no list to put it into, nothing. */
  addTyped?: () => void;
};

const NOTHING: Found = { text: "", movies: [], quiet: null };
const AS_TYPED = "as typed";

/** The films that may be meant by what stands in the field, as a list to choose from while one types (WAI-ARIA combobox). */
function Suggestions({ fieldId, tie, pick, addTyped }: SuggestionsProps) {
  const words = useWords();
  // What somebody left before this came stays closed.
  const [wanted, want] = useState(() => document.activeElement?.id === fieldId);
  const { typed, found } = useFound(fieldId);
  const shown = found ?? NOTHING;
  const { sum, quiet, credit } = useFoundWords(shown);
  const items: (FoundMovie | typeof AS_TYPED)[] = [
    ...shown.movies,
    ...(addTyped ? ([AS_TYPED] as const) : []),
  ];
  const open = wanted && found !== null;
  // Never the film that happens to stand now where another one stood.
  const [marked, mark] = useState({ of: found, index: -1 });
  const { getInputProps, getMenuProps, getItemProps, highlightedIndex } = useCombobox({
    inputId: fieldId,
    items,
    itemToString: (item) => (typeof item === "object" ? (item?.title ?? "") : ""),
    isOpen: open && items.length > 0,
    onIsOpenChange: ({ isOpen }) => want(isOpen),
    highlightedIndex: marked.of === found ? marked.index : -1,
    onHighlightedIndexChange: ({ highlightedIndex }) => mark({ of: found, index: highlightedIndex }),
    selectedItem: null,
    onSelectedItemChange: ({ selectedItem }) => {
      if (selectedItem === AS_TYPED) addTyped?.();
      else if (selectedItem) pick(entryOf(selectedItem));
    },
    // Whoever only leaves the field has not chosen.
    stateReducer: (_, { type, changes }) =>
      type === useCombobox.stateChangeTypes.InputBlur ? { ...changes, selectedItem: null } : changes,
  });
  // Its value stays with the field, and it has a label already. Its ref comes with the next rendering of the field.
  const {
    value: _value,
    "aria-labelledby": _label,
    ...combobox
  } = getInputProps(
    {
      onBlur: () => want(false),
      onKeyDown(event) {
        if (event.key === "Escape") want(false);
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        // The form would add what is typed.
        if (open && highlightedIndex >= 0) event.stopPropagation();
        else want(false);
      },
    },
    { suppressRefError: true },
  );
  useLayoutEffect(() => tie(combobox));
  const designs = posterDesigns(shown.movies);
  return (
    <>
      <div className="suggestions" hidden={!open}>
        <ul className="found-list" {...getMenuProps({ "aria-label": words("find.suggestions") })}>
          {items.map((item, index) => (
            <li
              key={item === AS_TYPED ? AS_TYPED : `${item.title} ${item.year}`}
              {...getItemProps({ item, index })}
              className={item === AS_TYPED ? "suggestion" : "found-movie suggestion"}
            >
              {item === AS_TYPED ? (
                words("find.as-typed", { text: typed })
              ) : (
                <FoundMovieCard movie={item} design={designs[index]} />
              )}
            </li>
          ))}
        </ul>
        {/* Said by the status below. */}
        <p className="found-quiet" aria-hidden="true">
          {shown.movies.length > 0 ? [quiet, credit].filter(Boolean).join(" ") : (quiet ?? sum)}
        </p>
      </div>
      <p className="unseen" role="status">
        {open ? [sum, quiet].filter(Boolean).join(" ") : ""}
      </p>
    </>
  );
}

export default memo(Suggestions);
