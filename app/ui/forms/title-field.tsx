import { type ComponentProps, type ComponentType, lazy, Suspense, useState } from "react";
import { type Combobox, TextField } from "./field.tsx";
import type { SuggestionsProps } from "../film/suggestions.tsx";

type TitleFieldProps = ComponentProps<typeof TextField> & Pick<SuggestionsProps, "pick" | "addTyped">;

/**
 * The field for a film's title, which suggests films once somebody types. What that takes comes with the first focus;
 * until then, and where no script runs, it is a field like any other.
 */
export function TitleField({ pick, addTyped, ...field }: TitleFieldProps) {
  const [wanted, want] = useState(false);
  const [combobox, tie] = useState<Combobox | null>(null);
  return (
    <TextField
      {...field}
      combobox={combobox ?? { onFocus: () => want(true) }}
      className="title-field"
      below={
        wanted ? (
          <Suspense fallback={null}>
            <Suggestions fieldId={field.id} {...{ tie, pick, addTyped }} />
          </Suspense>
        ) : null
      }
    />
  );
}

const Suggestions = lazy<ComponentType<SuggestionsProps>>(() =>
  import("../film/suggestions.tsx").catch(() => {
    // The network is away, or a release came in between: the field works without, as it does where no script runs.
    return { default: () => null };
  }),
);
