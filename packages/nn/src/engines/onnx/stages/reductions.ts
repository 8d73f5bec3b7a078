// Sums and maxima as text.
import { isOperation } from '../../../graph/graph.js';
import type { Value } from '../../../graph/value.js';
import { FLOAT_BYTES, type Form, literal, pairSum, SINGLE, VECTOR } from '../webassembly/form.js';
import { bodyOf } from './body.js';
import { COLUMN, type KernelSite, type KernelWriter, ROW, rangesOf } from './kernelWriter.js';
import { type Reduction, reducedOver } from './values.js';

/** Vectors of neighbouring columns that are summed at once: a sum alone would wait for itself at every row. */
const COLUMNS_AT_ONCE = 5;

/** The text of a reduction. What it reduces may be computed on the way. */
export function reductionText(writer: KernelWriter, root: Reduction, site: KernelSite): string[] {
  switch (reducedOver(root)) {
    case 'all':
      return totalText(writer, root, site);
    case 'row':
      return rowsText(writer, root, site);
    default:
      return columnsText(writer, root, site);
  }
}

/** The sum over all elements, in float64. */
function totalText(writer: KernelWriter, root: Value, { isLoaded }: KernelSite): string[] {
  const body = bodyOf(root.inputs[0] as Value, isLoaded);
  const loops = writer.elements(body.domain, (form) => {
    const { lines, result } = writer.compute(body, { form });
    return [...lines, ...addTo(writer, result, form)];
  });
  const lanes = [0, 1].map((lane) => `(f64x2.extract_lane ${lane} (local.get $pair))`);
  const total = `(f64.add (local.get $rest) (f64.add ${lanes.join(' ')}))`;
  return [
    writer.set('$pair', 'v128', '(f64x2.splat (f64.const 0))'),
    writer.set('$rest', 'f64', '(f64.const 0)'),
    ...loops,
    `(f32.store ${writer.address(writer.placeOf(root))} (f32.demote_f64 ${total}))`,
  ];
}

function addTo(writer: KernelWriter, addend: string, form: Form): string[] {
  if (form === SINGLE)
    return [writer.set('$rest', 'f64', `(f64.add (local.get $rest) (f64.promote_f32 ${addend}))`)];
  return [
    writer.set('$addend', 'v128', addend),
    writer.set('$pair', 'v128', `(f64x2.add (local.get $pair) ${pairSum('(local.get $addend)')})`),
  ];
}

/** The sum or maximum of each row. */
function rowsText(writer: KernelWriter, root: Reduction, { isLoaded }: KernelSite): string[] {
  const body = bodyOf(root.inputs[0] as Value, isLoaded, { keepsRows: true });
  const [join, start] = isOperation(root, 'reduceSum') ? ['add', 0] : ['max', Number.NEGATIVE_INFINITY];
  const columns = writer.columns(body.domain, (form) => {
    const { lines, result } = writer.compute(body, { form });
    const total = totalOf(0, form);
    return [
      ...lines,
      writer.set(total, form.type, `(${form.instructions}.${join} (local.get ${total}) ${result})`),
    ];
  });
  const lane = (index: number): string => `(f32x4.extract_lane ${index} (local.get ${totalOf(0, VECTOR)}))`;
  const pairs = `(f32.${join} (f32.${join} ${lane(0)} ${lane(1)}) (f32.${join} ${lane(2)} ${lane(3)}))`;
  return [
    writer.setNumber('$at', 0),
    ...writer.loop('$row', { to: body.domain.rows * FLOAT_BYTES, step: FLOAT_BYTES }, [
      ...[VECTOR, SINGLE].map((form) =>
        writer.set(totalOf(0, form), form.type, literal(start as number, form)),
      ),
      ...columns,
      writer.store(SINGLE, writer.placeOf(root), {
        behind: ROW,
        value: `(f32.${join} (local.get ${totalOf(0, SINGLE)}) ${pairs})`,
      }),
    ]),
  ];
}

/** The sum of each column. */
function columnsText(writer: KernelWriter, root: Value, { isLoaded }: KernelSite): string[] {
  const body = bodyOf(root.inputs[0] as Value, isLoaded, { keepsRows: true });
  const { rows, columns } = body.domain;
  return rangesOf(columns, COLUMNS_AT_ONCE).flatMap(({ form, width, from, to, step }) => {
    const parts = Array.from({ length: width }, (_, part) => {
      const behind = part * form.elements * FLOAT_BYTES;
      return { total: totalOf(part, form), shift: { at: behind, column: behind, row: 0 } };
    });
    const addRow = parts.flatMap(({ total, shift }) => {
      const { lines, result } = writer.compute(body, { form, shift });
      return [
        ...lines,
        writer.set(total, form.type, `(${form.instructions}.add (local.get ${total}) ${result})`),
      ];
    });
    return writer.loop('$column', { from, to, step }, [
      ...parts.map(({ total }) => writer.set(total, form.type, literal(0, form))),
      writer.set('$at', 'i32', COLUMN),
      ...writer.loop('$row', { to: rows * FLOAT_BYTES, step: FLOAT_BYTES }, [
        ...addRow,
        writer.advance('$at', columns * FLOAT_BYTES),
      ]),
      ...parts.map(({ total, shift }) =>
        writer.store(form, writer.placeOf(root), {
          behind: COLUMN,
          shift: shift.column,
          value: `(local.get ${total})`,
        }),
      ),
    ]);
  });
}

function totalOf(part: number, { name }: Form): string {
  return `${name}Total${part}`;
}
