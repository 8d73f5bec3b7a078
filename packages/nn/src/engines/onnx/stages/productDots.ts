// A product with few columns whose right operand lies transposed: sums along the rows of both.
import { FLOAT_BYTES, type Form, literal, SINGLE, VECTOR } from '../webassembly/form.js';
import { type KernelWriter, type Place, rangesOf } from './kernelWriter.js';
import { addProduct, type ProductSizes, range, rowLoops, type Store, sumOf } from './productBlocks.js';

/** Rows whose sums are made side by side, all columns each. */
const ROWS_AT_ONCE = 2;

/** A product to be written. */
export interface Dots {
  readonly a: Place;
  /** Transposed. */
  readonly b: Place;
  readonly sizes: ProductSizes;
  readonly store: Store;
}

/** The text of a product by sums along rows. */
export function dotsText(writer: KernelWriter, dots: Dots): string[] {
  const { rows, columns, length } = dots.sizes;
  const strip = (height: number): string[] => [
    ...stripText(writer, dots, height),
    writer.advance('$at', height * columns * FLOAT_BYTES),
    writer.advance('$down', height * length * FLOAT_BYTES),
  ];
  return [
    writer.setNumber('$at', 0),
    writer.setNumber('$down', 0),
    writer.setNumber('$column', 0),
    ...rowLoops(writer, { whole: rows - (rows % ROWS_AT_ONCE), rows, height: ROWS_AT_ONCE }, strip),
  ];
}

function stripText(writer: KernelWriter, { a, b, sizes, store }: Dots, height: number): string[] {
  const { columns, length } = sizes;
  const cells = range(height).flatMap((row) => range(columns).map((column) => ({ row, column })));
  const parts = rangesOf(length);
  const loops = parts.flatMap(({ form, from, to, step }) => {
    const { name, type } = form;
    const left = (row: number): string =>
      writer.load(form, a, '(i32.add (local.get $down) (local.get $along))', row * length * FLOAT_BYTES);
    const right = (row: number): string =>
      writer.load(form, b, '(local.get $along)', row * length * FLOAT_BYTES);
    return [
      ...cells.map((cell) => writer.set(sumOf(cell, form), type, literal(0, form))),
      ...writer.loop('$along', { from, to, step }, [
        ...range(columns).map((column) => writer.set(`${name}Right${column}`, type, right(column))),
        ...range(height).flatMap((row) => [
          writer.set(`${name}Left`, type, left(row)),
          ...range(columns).map((column) => addProduct(writer, form, { row, column })),
        ]),
      ]),
    ];
  });
  const addends = (cell: { row: number; column: number }, form: Form): string[] => {
    const sum = `(local.get ${sumOf(cell, form)})`;
    return form === VECTOR ? range(4).map((lane) => `(f32x4.extract_lane ${lane} ${sum})`) : [sum];
  };
  const stores = cells.flatMap((cell) => {
    const { row, column } = cell;
    const total = parts
      .flatMap(({ form }) => addends(cell, form))
      .reduce((sum, each) => `(f32.add ${sum} ${each})`);
    const inRow = column * FLOAT_BYTES;
    const shift = { at: row * columns * FLOAT_BYTES + inRow, column: inRow, row: row * FLOAT_BYTES };
    return [
      writer.set('$total', 'f32', total),
      ...store({ form: SINGLE, shift, value: '(local.get $total)' }),
    ];
  });
  return [...loops, ...stores];
}
