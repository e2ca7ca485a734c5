/**
 * How posters are laid out in rows: how many stand in one, and whether the last but one already begins the last row.
 */
export type Rows = { columns: number; pairLast: boolean };

/**
 * Rows for `count` posters where at most `most` fit beside each other: as few rows as that allows, as even as they can
 * be. Nobody stands alone in the last row unless there is room for two at most.
 */
export function balancedRows(count: number, most: number): Rows {
  const rows = Math.max(1, Math.ceil(count / most));
  const columns = Math.max(1, Math.ceil(count / rows));
  const alone = count % columns === 1;
  return { columns, pairLast: alone && columns > 2 };
}
