// Small products as text: which way the loops go over a product depends on its shape.
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { FLOAT_BYTES, SINGLE, VECTOR } from '../webassembly/form.js';
import { bodyOf } from './body.js';
import { AT, type KernelSite, type KernelWriter, type Place } from './kernelWriter.js';
import { blocksText, type Store, VECTORS_AT_ONCE } from './productBlocks.js';
import { dotsText } from './productDots.js';

interface ProductSite extends KernelSite {
  /** What is stored: the product, or what is computed from it element by element. */
  readonly root: Value;
}

/** Elements of room that the loops over a product need beside its operands and the result. */
export function scratchFor(product: Value<'matmul'>): number {
  switch (arrangementOf(product)) {
    case 'right turned':
      return sizeOf((product.inputs[1] as Value).shape);
    case 'result turned':
      return sizeOf(product.shape);
    default:
      return 0;
  }
}

/**
 * How the loops go over a product: in `blocks`, over the rows of the right operand as they lie; with the `right turned` first, so
 * that they do; by `dots` of row and row; with the `result turned` in the end, where it is narrower than a block.
 */
function arrangementOf({ inputs, shape, attributes }: Value<'matmul'>) {
  const { transposeA, transposeB } = attributes;
  const [rows = 0, columns = 0] = shape;
  const length = sizeOf((inputs[0] as Value).shape) / rows;
  if (transposeB) return !transposeA && columns <= 4 && length >= 8 ? 'dots' : 'right turned';
  const isNarrow = columns < VECTORS_AT_ONCE * VECTOR.elements && columns < rows;
  return transposeA && isNarrow ? 'result turned' : 'blocks';
}

/** The text of a product, or of what is computed from it element by element. */
export function productText(writer: KernelWriter, product: Value<'matmul'>, site: ProductSite): string[] {
  const [left, right] = product.inputs.map((input) => writer.placeOf(input)) as [Place, Place];
  const [rows = 0, columns = 0] = product.shape;
  const length = sizeOf((product.inputs[0] as Value).shape) / rows;
  const sizes = { rows, columns, length };
  const { scratch } = site;
  const a = product.attributes.transposeA
    ? { place: left, down: 1, along: rows }
    : { place: left, down: length, along: 1 };
  const store = storing(writer, product, site);
  switch (arrangementOf(product)) {
    case 'blocks':
      return blocksText(writer, { a, b: right, sizes, store });
    case 'dots':
      return dotsText(writer, { a: left, b: right, sizes, store });
    case 'right turned':
      return [
        ...transposition(writer, { from: right, to: scratch, rows: columns, columns: length }),
        ...blocksText(writer, { a, b: scratch, sizes, store }),
      ];
    case 'result turned':
      return [
        ...blocksText(writer, {
          a: { place: right, down: 1, along: columns },
          b: left,
          sizes: { rows: columns, columns: rows, length },
          store: ({ form, shift, value }) => [writer.store(form, scratch, { shift: shift.at, value })],
        }),
        ...transposition(writer, {
          from: scratch,
          to: writer.placeOf(site.root),
          rows: columns,
          columns: rows,
        }),
      ];
  }
}

function storing(writer: KernelWriter, product: Value, { root, isLoaded }: ProductSite): Store {
  const place = writer.placeOf(root);
  if (root === product)
    return ({ form, shift, value }) => [writer.store(form, place, { shift: shift.at, value })];
  const isAtHand = (value: Value): boolean => value === product || (value !== root && isLoaded(value));
  const body = bodyOf(root, isAtHand, { keepsRows: true });
  return ({ form, shift, value }) => {
    const { lines, result } = writer.compute(body, { form, shift, held: new Map([[product, value]]) });
    return [...lines, writer.store(form, place, { shift: shift.at, value: result })];
  };
}

interface Transposition {
  readonly from: Place;
  readonly to: Place;
  /** Of what is copied. */
  readonly rows: number;
  readonly columns: number;
}

function transposition(writer: KernelWriter, { from, to, rows, columns }: Transposition): string[] {
  return [
    writer.setNumber('$at', 0),
    ...writer.loop('$row', { to: rows * FLOAT_BYTES, step: FLOAT_BYTES }, [
      writer.set('$across', 'i32', '(local.get $row)'),
      ...writer.loop('$column', { to: columns * FLOAT_BYTES, step: FLOAT_BYTES }, [
        writer.store(SINGLE, to, { behind: '(local.get $across)', value: writer.load(SINGLE, from, AT) }),
        writer.advance('$at', FLOAT_BYTES),
        writer.advance('$across', rows * FLOAT_BYTES),
      ]),
    ]),
  ];
}
