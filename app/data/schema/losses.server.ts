import { isTable, type Constraint, type Index, type Structure, type Table } from "./structure.server.ts";

/** What the migrations made and is no longer there. */
export type Losses = {
  /** Missing as a whole. */
  tables: string[];
  /** Tables in whose place something else stands under the same name. */
  taken: string[];
  columns: { table: string; column: string }[];
  /** Columns whose type, default or "not null" differs. */
  changed: { table: string; column: string; wanted: string; found: string }[];
  constraints: { table: string; constraint: Constraint }[];
  indexes: { table: string; index: Index }[];
};

/**
 * Compares the tables that are there with those that should be. For a table that is missing, or lacks a column, no
 * parts are listed.
 */
export function lossesBetween(wanted: Structure, found: Structure): Losses {
  const losses: Losses = { tables: [], taken: [], columns: [], changed: [], constraints: [], indexes: [] };
  for (const table of wanted.values()) {
    const there = found.get(table.name);
    if (!there) losses.tables.push(table.name);
    else if (!isTable(there)) losses.taken.push(table.name);
    else if (hasAllColumns(losses, table, there)) compareParts(losses, table, there);
  }
  return losses;
}

function hasAllColumns(losses: Losses, wanted: Table, found: Table): boolean {
  const table = wanted.name;
  const there = new Map(found.columns.map(({ name, definition }) => [name, definition]));
  const missing = wanted.columns.filter(({ name }) => !there.has(name));
  losses.columns.push(...missing.map(({ name: column }) => ({ table, column })));
  for (const { name: column, definition } of wanted.columns) {
    const other = there.get(column) ?? definition;
    if (other !== definition) losses.changed.push({ table, column, wanted: definition, found: other });
  }
  return missing.length === 0;
}

function compareParts(losses: Losses, wanted: Table, found: Table): void {
  const table = wanted.name;
  // The same constraint may stand there under another name.
  const kept = new Set(found.constraints.map(({ about }) => about));
  const indexed = new Set(found.indexes.map(({ name }) => name));
  for (const constraint of wanted.constraints) {
    if (!kept.has(constraint.about)) losses.constraints.push({ table, constraint });
  }
  for (const index of wanted.indexes) {
    if (!indexed.has(index.name)) losses.indexes.push({ table, index });
  }
}

/** Losses that matter: as long as one of them is missing, pages or forms do not work as they should. */
export function inWords({ tables, taken, columns, constraints, indexes }: Losses): string[] {
  return [
    ...tables.map((table) => `table ${table}`),
    ...taken.map((table) => `table ${table} (something else has its name)`),
    ...columns.map(({ table, column }) => `column ${column} of ${table}`),
    ...constraints.map(({ table, constraint }) => `constraint ${constraint.name} of ${table}`),
    ...indexes.map(({ table, index }) => `index ${index.name} of ${table}`),
  ];
}

/** Differences that may be on purpose. */
export function changesInWords({ changed }: Losses): string[] {
  return changed.map(
    ({ table, column, wanted, found }) => `column ${column} of ${table}: ${found}, not ${wanted}`,
  );
}
