import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";

/**
 * What Enter does in the form: in the line being typed it adds, if anything stands there; in a ticket it goes to the next
 * field; in the evening's name it creates. In the larger field it begins a new line, as everywhere.
 */
export function onEnter(event: KeyboardEvent<HTMLFormElement>, add: () => void): void {
  const { target: field, currentTarget: form } = event;
  if (event.key !== "Enter" || event.nativeEvent.isComposing || !isTextField(field)) return;
  if (field.name === "several") return;
  // Else the browser presses the form's first button.
  event.preventDefault();
  if (field.name === "name") form.querySelector<HTMLButtonElement>(".primary")?.click();
  else if (field.name !== "title" && field.name !== "year") nextField(form, field)?.focus();
  else if (isTyped(form, "title") || isTyped(form, "year")) add();
}

function isTyped(form: HTMLFormElement, name: string): boolean {
  return form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim() !== "";
}

type Typed = HTMLInputElement | HTMLTextAreaElement;

function isTextField(element: EventTarget): element is Typed {
  return (
    element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === "text")
  );
}

/** The text field after this one, of those that can be seen. */
function nextField(form: HTMLFormElement, field: Typed): Typed | undefined {
  const fields = [...form.querySelectorAll<Typed>("input[type=text], textarea")].filter(
    (each) => !each.closest("details:not([open])"),
  );
  return fields[fields.indexOf(field) + 1];
}

/** The button of a removed ticket is gone, so focus goes to the field for the next film. */
export function useKeepFocus(count: number, form: RefObject<HTMLFormElement>): void {
  const before = useRef(count);
  useEffect(() => {
    if (count < before.current && document.activeElement === document.body) {
      form.current?.querySelector<HTMLInputElement>("#title")?.focus();
    }
    before.current = count;
  }, [count, form]);
}
