/** A form of a page, for pressing its only plain button. */
export type PageForm = { action: string; fields: [string, string][] };

/**
 * The form of a page that has this field. Found by pattern, which works because React writes regular HTML: parsing
 * whole documents would keep the load too busy to time its answers.
 */
export function formWithField(html: string, field: string): PageForm | null {
  for (const [, head = "", body = ""] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    const fields = [...body.matchAll(FIELD)].flatMap(([, , head = "", content = ""]) =>
      fieldOf(head, content),
    );
    if (fields.some(([name]) => name === field)) return { action: attribute(head, "action") ?? "", fields };
  }
  return null;
}

/** What a browser sends after these fields were filled. */
export function filled({ fields }: PageForm, fill: Record<string, string>): [string, string][] {
  return fields.map(([name, value]) => [name, fill[name] ?? value]);
}

export function valueIn(form: PageForm, name: string): string | undefined {
  return form.fields.find(([each]) => each === name)?.[1];
}

const FIELD = /<(input|textarea)\b([^>]*)>(?:(?<=<textarea\b[^>]*>)([^<]*)<\/textarea>)?/g;

function fieldOf(head: string, content: string): [string, string][] {
  const name = attribute(head, "name");
  const type = attribute(head, "type") ?? "text";
  const unticked = (type === "checkbox" || type === "radio") && attribute(head, "checked") === undefined;
  if (name === undefined || unticked) return [];
  return [[name, attribute(head, "value") ?? unescaped(content)]];
}

function attribute(head: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(head)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

const ENTITIES: Record<string, string> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
  "&amp;": "&",
};

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|#x27|amp);/g, (entity) => ENTITIES[entity]!);
}
