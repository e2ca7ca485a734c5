import { isTable, type Constraint, type Index, type Structure, type Table } from "./structure.server.ts";

/** What the migrations made and is not there now. */
export type Losses = {
  /** Missing as a whole. */
  tables: string[];
  /** Under whose name something else stands. */
  taken: string[];
  columns: { table: string; column: string }[];
  /** Whose type, default or "not null" is another one. */
  changed: { table: string; column: string; wanted: string; found: string }[];
  constraints: { table: string; constraint: Constraint }[];
  indexes: { table: string; index: Index }[];
};

/** Compares what is there with what should be. Of a table that is missing, or lacks a column, no parts are listed. */
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
  // A constraint may have got its name from somebody else.
  const kept = new Set(found.constraints.map(({ about }) => about));
  const indexed = new Set(found.indexes.map(({ name }) => name));
  for (const constraint of wanted.constraints) {
    if (!kept.has(constraint.about)) losses.constraints.push({ table, constraint });
  }
  for (const index of wanted.indexes) {
    if (!indexed.has(index.name)) losses.indexes.push({ table, index });
  }
}

/** What cannot be done without: as long as something of it is missing, pages or forms do not work as they should. */
export function inWords({ tables, taken, columns, constraints, indexes }: Losses): string[] {
  return [
    ...tables.map((table) => `table ${table}`),
    ...taken.map((table) => `table ${table} (something else has its name)`),
    ...columns.map(({ table, column }) => `column ${column} of ${table}`),
    ...constraints.map(({ table, constraint }) => `constraint ${constraint.name} of ${table}`),
    ...indexes.map(({ table, index }) => `index ${index.name} of ${table}`),
  ];
}

/** What is there in another form, which may be on purpose. */
export function changesInWords({ changed }: Losses): string[] {
  return changed.map(
    ({ table, column, wanted, found }) => `column ${column} of ${table}: ${found}, not ${wanted}`,
  );
}
