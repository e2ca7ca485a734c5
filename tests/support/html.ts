/** The text that a reader sees of an element, white space folded; empty when there is no such element. */
export function textOf(document: Document, selector: string): string {
  return document.querySelector(selector)?.textContent.replace(/\s+/gu, " ").trim() ?? "";
}

/** The same for every element that matches. */
export function textsOf(document: Document, selector: string): string[] {
  return [...document.querySelectorAll(selector)].map((each) =>
    each.textContent.replace(/\s+/gu, " ").trim(),
  );
}

/** Where the link with this text leads; throws when there is none. */
export function linkTo(document: Document, text: string): string {
  const links = [...document.querySelectorAll("a")];
  const href = links.find((link) => link.textContent.trim() === text)?.getAttribute("href");
  if (!href) throw new Error(`no link “${text}”`);
  return href;
}

/** The winner that a lottery's page announces; empty before the draw. */
export function winnerOn(document: Document): string {
  return textOf(document, ".verdict-title bdi");
}
