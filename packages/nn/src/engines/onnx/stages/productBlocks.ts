// A product in blocks of a few rows and vectors, whose sums stay in registers from the first addend to the last.
import { FLOAT_BYTES, type Form, literal } from '../webassembly/form.js';
import { type KernelWriter, type Place, rangesOf, type Shift } from './kernelWriter.js';

/** Rows of a block, and vectors in a row of it: with more, the sums no longer fit the sixteen registers. */
const ROWS_AT_ONCE = 4;
export const VECTORS_AT_ONCE = 2;

/** Rows and columns of a product, and addends of each element. */
export interface ProductSizes {
  readonly rows: number;
  readonly columns: number;
  readonly length: number;
}

/** Stores what is computed from an element of a product, or from several in a row. */
export type Store = (made: { form: Form; shift: Shift; value: string }) => string[];

/** A product to be written. */
export interface Blocks {
  /** The left operand, and how many elements lie from one to the next in a column and in a row. */
  readonly a: { readonly place: Place; readonly down: number; readonly along: number };
  /** The right operand, row by row. */
  readonly b: Place;
  readonly sizes: ProductSizes;
  readonly store: Store;
}

/** The text of a product in blocks. */
export function blocksText(writer: KernelWriter, blocks: Blocks): string[] {
  const { a, sizes } = blocks;
  const whole = sizes.rows - (sizes.rows % ROWS_AT_ONCE);
  const strip = (height: number): string[] => [
    ...rangesOf(sizes.columns, VECTORS_AT_ONCE).flatMap(({ form, width, from, to, step }) =>
      writer.loop('$column', { from, to, step }, [
        ...blockText(writer, blocks, { form, width, height }),
        writer.advance('$at', step),
      ]),
    ),
    writer.advance('$at', (height - 1) * sizes.columns * FLOAT_BYTES),
    writer.advance('$down', height * a.down * FLOAT_BYTES),
  ];
  return [
    writer.setNumber('$at', 0),
    writer.setNumber('$down', 0),
    ...rowLoops(writer, { whole, rows: sizes.rows, height: ROWS_AT_ONCE }, strip),
  ];
}

/** Goes over rows, several at once and then those that are left. */
export function rowLoops(
  writer: KernelWriter,
  { whole, rows, height }: { whole: number; rows: number; height: number },
  strip: (height: number) => string[],
): string[] {
  const [end, step] = [whole * FLOAT_BYTES, height * FLOAT_BYTES];
  const rest = rows === whole ? [] : [writer.setNumber('$row', end), ...strip(rows - whole)];
  return [...writer.loop('$row', { to: end, step }, strip(height)), ...rest];
}

interface BlockSize {
  readonly form: Form;
  /** In vectors, or in elements. */
  readonly width: number;
  readonly height: number;
}

function blockText(writer: KernelWriter, { a, b, sizes, store }: Blocks, { form, width, height }: BlockSize) {
  const { columns, length } = sizes;
  const { name, type, elements } = form;
  const cells = range(height).flatMap((row) => range(width).map((column) => ({ row, column })));
  const behind = (column: number): number => column * elements * FLOAT_BYTES;
  const step = [
    ...range(width).map((column) =>
      writer.set(`${name}Right${column}`, type, writer.load(form, b, '(local.get $right)', behind(column))),
    ),
    ...range(height).flatMap((row) => {
      const left = writer.address(a.place, '(local.get $left)', row * a.down * FLOAT_BYTES);
      return [
        writer.set(`${name}Left`, type, `(${form.spread} ${left})`),
        ...range(width).map((column) => addProduct(writer, form, { row, column })),
      ];
    }),
    writer.advance('$left', a.along * FLOAT_BYTES),
    writer.advance('$right', columns * FLOAT_BYTES),
  ];
  return [
    ...cells.map((cell) => writer.set(sumOf(cell, form), type, literal(0, form))),
    writer.set('$left', 'i32', '(local.get $down)'),
    writer.set('$right', 'i32', '(local.get $column)'),
    ...writer.loop('$term', { to: length, step: 1 }, step),
    ...cells.flatMap(({ row, column }) => {
      const inRow = behind(column);
      const shift = { at: row * columns * FLOAT_BYTES + inRow, column: inRow, row: row * FLOAT_BYTES };
      return store({ form, shift, value: `(local.get ${sumOf({ row, column }, form)})` });
    }),
  ];
}

/** An element of a block, or the vector in its place. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The local that holds a sum. */
export function sumOf({ row, column }: Cell, { name }: Form): string {
  return `${name}Sum${row}x${column}`;
}

/** Adds the product of what was loaded of the left and of the right operand. */
export function addProduct(writer: KernelWriter, form: Form, cell: Cell): string {
  const { name, type, instructions } = form;
  const product = `(${instructions}.mul (local.get ${name}Left) (local.get ${name}Right${cell.column}))`;
  return writer.set(
    sumOf(cell, form),
    type,
    `(${instructions}.add (local.get ${sumOf(cell, form)}) ${product})`,
  );
}

/** 0, 1, ... */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
