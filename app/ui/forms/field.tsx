import type { ReactNode } from "react";
import { useProblemWords } from "./problem-words.ts";

type FieldProps = {
  name: string;
  id: string;
  label: ReactNode;
  /** For fields whose meaning can be seen; screen readers still read the label. */
  labelHidden?: boolean;
  problems?: readonly string[] | undefined;
  hint?: ReactNode;
  className?: string;
};

/** What makes a text field the input of a list of suggestions. */
export type Combobox = React.ComponentPropsWithRef<"input">;

type TextFieldProps = FieldProps & {
  combobox?: Combobox;
  /** What hangs from the field over what follows it. */
  below?: ReactNode;
} & Pick<
    React.InputHTMLAttributes<HTMLInputElement>,
    "defaultValue" | "inputMode" | "autoFocus" | "autoComplete" | "placeholder" | "enterKeyHint" | "type"
  >;

/** One line of text with its label, hint and problems tied to it. */
export function TextField({
  label,
  labelHidden,
  problems,
  hint,
  className,
  combobox,
  below,
  ...input
}: TextFieldProps) {
  return (
    <Framed {...{ id: input.id, label, labelHidden, problems, hint, className }}>
      <input
        type="text"
        autoComplete="off"
        dir="auto"
        {...input}
        {...combobox}
        aria-invalid={problems?.length ? true : undefined}
        aria-describedby={describedBy(input.id, problems, hint)}
      />
      {below}
    </Framed>
  );
}

type TextAreaProps = FieldProps &
  Pick<
    React.TextareaHTMLAttributes<HTMLTextAreaElement>,
    "defaultValue" | "rows" | "onKeyDown" | "enterKeyHint"
  >;

/** Several lines of text with label, hint and problems tied to them. */
export function TextArea({ label, labelHidden, problems, hint, className, ...area }: TextAreaProps) {
  return (
    <Framed {...{ id: area.id, label, labelHidden, problems, hint, className }}>
      <textarea
        dir="auto"
        {...area}
        aria-invalid={problems?.length ? true : undefined}
        aria-describedby={describedBy(area.id, problems, hint)}
      />
    </Framed>
  );
}

/** A choice of a few, by their values and words. */
export function ChoiceField({
  name,
  id,
  label,
  labelHidden,
  choices,
  defaultValue,
}: Pick<FieldProps, "name" | "id" | "label" | "labelHidden"> & {
  choices: readonly { value: string; words: string }[];
  defaultValue: string;
}) {
  return (
    <Framed id={id} label={label} labelHidden={labelHidden}>
      <select name={name} id={id} defaultValue={defaultValue}>
        {choices.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Framed>
  );
}

/**
 * One line of text that is always shown whole: it wraps when it is longer than the field. `text` is its present value.
 */
export function WrappingField({ text, ...area }: Omit<TextAreaProps, "rows"> & { text: string }) {
  return (
    <TextArea
      {...area}
      // For browsers whose fields do not grow with their text.
      rows={Math.max(1, Math.ceil(text.length / LINE))}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) event.preventDefault();
      }}
    />
  );
}

/** About how many letters fit into a line of a narrow field. */
const LINE = 28;

/** The sentences of a field's problems. */
export function Problems({ id, problems }: { id: string; problems: readonly string[] | undefined }) {
  const say = useProblemWords();
  if (!problems?.length) return null;
  return (
    <span className="problems" id={id}>
      {problems.map((problem) => (
        <span key={problem}>{say(problem)}</span>
      ))}
    </span>
  );
}

function Framed({
  id,
  label,
  labelHidden = false,
  problems,
  hint,
  className = "",
  children,
}: Omit<FieldProps, "name"> & { children: ReactNode }) {
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className={labelHidden ? "unseen" : undefined}>
        {label}
      </label>
      {children}
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      <Problems id={`${id}-problems`} problems={problems} />
    </div>
  );
}

function describedBy(
  id: string,
  problems: readonly string[] | undefined,
  hint: ReactNode,
): string | undefined {
  const ids = [problems?.length ? `${id}-problems` : "", hint ? `${id}-hint` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}
