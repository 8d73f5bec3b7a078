// Tables of plain text: columns as wide as their widest cell.

/** One column: its heading, and whether its cells are numbers, which stand at the right. */
export interface Column {
  readonly heading: string;
  readonly isNumeric?: boolean;
}

/**
 * Lines of a table with a heading.
 *
 * @param rows - a cell for each column
 */
export function printTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ isNumeric = false }, index) => {
        const cell = cells[index] ?? '';
        const width = widths[index] ?? 0;
        return isNumeric ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  return [columns.map(({ heading }) => heading), rule, ...rows].map(line).join('\n');
}

/** Lines of `name  value`, the values under one another. */
export function printFields(fields: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}
