import * as linkedom from "linkedom";
import { type DefaultTreeAdapterTypes as Tree, html, parse } from "parse5";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLButtonElement;

/**
 * A page to look into, read by the rules of browsers, as one without scripts reads it. Much lighter than jsdom, in which
 * most of a test's time was spent.
 */
export function documentOf(page: string): Document {
  const { document } = linkedom.parseHTML("");
  append(document, parse(page, { scriptingEnabled: false }));
  return document;
}

function append(to: Node, { childNodes }: Tree.ParentNode): void {
  const document = to.ownerDocument ?? (to as Document);
  for (const child of childNodes) {
    if ("attrs" in child) {
      const element = isHtml(child)
        ? document.createElement(child.tagName)
        : document.createElementNS(child.namespaceURI, child.tagName);
      for (const { name, value } of child.attrs) element.setAttribute(name, value);
      append(element, child);
      to.appendChild(element);
    } else if ("value" in child) {
      to.appendChild(document.createTextNode(child.value));
    }
  }
}

function isHtml({ namespaceURI }: Tree.Element): boolean {
  return namespaceURI === html.NS.HTML;
}

/** What linkedom's elements do not have, as far as tests ask for it: all of it stands in attributes. */
const CONTROL = {
  name: reflected("name", () => ""),
  type: reflected("type", ({ tagName }) => TYPES[tagName as keyof typeof TYPES]),
  form: {
    configurable: true,
    get(this: Control) {
      const id = this.getAttribute("form");
      return id === null ? this.closest("form") : this.ownerDocument.getElementById(id);
    },
  },
};
const VALUE = reflected("value", ({ type }) => (type === "checkbox" ? "on" : ""));
const TYPES = { INPUT: "text", TEXTAREA: "textarea", BUTTON: "submit" };

const { HTMLButtonElement, HTMLElement, HTMLInputElement, HTMLTextAreaElement } = linkedom;
Object.defineProperties(HTMLElement.prototype, { open: flag("open") });
Object.defineProperties(HTMLInputElement.prototype, {
  ...CONTROL,
  value: VALUE,
  checked: flag("checked"),
  readOnly: flag("readonly"),
});
Object.defineProperties(HTMLButtonElement.prototype, { ...CONTROL, value: VALUE });
Object.defineProperties(HTMLTextAreaElement.prototype, CONTROL);

/** A property that is its attribute, and this where there is none. */
function reflected(name: string, missing: (element: Control) => string) {
  return {
    configurable: true,
    get(this: Control) {
      return this.getAttribute(name) ?? missing(this);
    },
    set(this: Control, value: string) {
      this.setAttribute(name, value);
    },
  };
}

/** A property that says whether its attribute is there. */
function flag(name: string) {
  return {
    // Defined anew where modules are read again.
    configurable: true,
    get(this: Element) {
      return this.hasAttribute(name);
    },
    set(this: Element, set: boolean) {
      this.toggleAttribute(name, set);
    },
  };
}
