/** What spreadsheets take for a formula, behind any number of the apostrophes that keep them from it. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A text as a cell of a csv file: one that a spreadsheet would carry out gets an apostrophe, and stays a text. */
export function guardedCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text of a cell that guardedCell() made. */
export function unguardedCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
