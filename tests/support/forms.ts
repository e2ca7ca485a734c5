type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement;

/** The button with this text or label; throws when there is none. */
export function buttonNamed(document: Document, name: string): HTMLButtonElement {
  const buttons = [...document.querySelectorAll("button")];
  const found = buttons.find((button) => labelOf(button) === name);
  if (found) return found;
  throw new Error(`no button “${name}”, only ${buttons.map((each) => `“${labelOf(each)}”`).join(", ")}`);
}

/** What a browser sends for this form when this button is pressed, after fields were filled by name. */
export function fieldsOf(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  fill: Record<string, string> = {},
): [string, string][] {
  const controls = controlsOf(form);
  for (const name of Object.keys(fill)) {
    if (!controls.some((each) => nameOf(each) === name)) throw new Error(`the form has no field ${name}`);
  }
  return controls
    .filter((each) => nameOf(each) !== "" && isSent(each, button, fill))
    .map((each) => [nameOf(each), (isTyped(each) ? fill[nameOf(each)] : undefined) ?? sentOf(each)]);
}

/** The value of every field of a page's form that has this name. */
export function valueOf(document: Document, name: string): string {
  const control = document.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
    `main [name="${quoted(name)}"]`,
  );
  if (!control) throw new Error(`the page has no field ${name}`);
  return control.value;
}

/** The films that the list of the creating form holds: title and year as they stand in its fields. */
export function ticketsOf(document: Document): { title: string; year: string }[] {
  const titles = [...document.querySelectorAll<HTMLTextAreaElement>('[name^="entries["][name$="].title"]')];
  return titles.map(({ name, value }) => ({
    title: value,
    year: valueOf(document, name.replace(/title$/, "year")),
  }));
}

/** The sentences that stand beside a field and are tied to it for screen readers. */
export function problemsOf(document: Document, name: string): string {
  const control = document.querySelector(`main [name="${quoted(name)}"]`);
  if (control?.getAttribute("aria-invalid") !== "true") return "";
  const ids = control.getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids
    .filter((id) => id.endsWith("-problems"))
    .map((id) => document.getElementById(id)?.textContent ?? "")
    .join(" ");
}

function controlsOf(form: HTMLFormElement): Control[] {
  const controls = form.ownerDocument.querySelectorAll<Control>("input, select, textarea, button");
  // The parser of the tests knows the form of no select.
  return [...controls].filter((each) => (each.form ?? each.closest("form")) === form);
}

/** Nor its name. */
function nameOf(control: Control): string {
  return control.getAttribute("name") ?? "";
}

function sentOf(control: Control): string {
  if (control.tagName !== "SELECT") return control.value;
  const options = [...control.querySelectorAll("option")];
  const chosen = options.find((option) => option.hasAttribute("selected")) ?? options[0];
  return chosen?.getAttribute("value") ?? "";
}

function isTyped(control: Control): boolean {
  return control.tagName !== "BUTTON" && !isTicked(control);
}

function isSent(control: Control, pressed: HTMLButtonElement, fill: Record<string, string>): boolean {
  // Goes only with multipart forms; see support/uploads.ts.
  if (control.type === "file") return false;
  if (control.tagName === "BUTTON") return control === pressed;
  const filled = fill[nameOf(control)];
  if (control.type === "radio" && filled !== undefined) return control.value === filled;
  return !isTicked(control) || (control as HTMLInputElement).checked;
}

function isTicked({ type }: Control): boolean {
  return type === "checkbox" || type === "radio";
}

function labelOf(button: HTMLButtonElement): string {
  const shown = button.cloneNode(true) as Element;
  for (const part of shown.querySelectorAll("[hidden]")) part.remove();
  return button.getAttribute("aria-label") ?? shown.textContent.trim();
}

function quoted(name: string): string {
  return name.replaceAll('"', '\\"');
}
