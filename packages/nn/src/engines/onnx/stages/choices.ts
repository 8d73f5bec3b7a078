// Indices and what they choose, as text.
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { FLOAT_BYTES, SINGLE } from '../webassembly/form.js';
import { AT, type KernelWriter, ROW } from './kernelWriter.js';

const INDEX = '(local.get $index)';

/** A row for each index, 1 at its place and 0 elsewhere; without a 1 where there is no such place. */
export function oneHotText(writer: KernelWriter, root: Value<'oneHot'>): string[] {
  const [indices] = root.inputs as [Value];
  const { depth } = root.attributes;
  const row = Array.from({ length: depth }, (_, column) =>
    writer.store(SINGLE, writer.placeOf(root), {
      shift: column * FLOAT_BYTES,
      value: `(f32.convert_i32_u (i32.eq ${INDEX} (i32.const ${column})))`,
    }),
  );
  return [
    writer.setNumber('$at', 0),
    ...writer.loop('$row', { to: sizeOf(indices.shape) * FLOAT_BYTES, step: FLOAT_BYTES }, [
      writer.set('$index', 'i32', `(i32.load ${writer.address(writer.placeOf(indices), ROW)})`),
      ...row,
      writer.advance('$at', depth * FLOAT_BYTES),
    ]),
  ];
}

/** The index of the first of the largest elements of each row. */
export function argMaxText(writer: KernelWriter, root: Value<'argMax'>): string[] {
  const [scores] = root.inputs as [Value];
  const [rows = 0, columns = 0] = scores.shape;
  const scoreAt = (column: number): string =>
    writer.load(SINGLE, writer.placeOf(scores), AT, column * FLOAT_BYTES);
  const others = Array.from({ length: columns - 1 }, (_, before) => [
    writer.set('$score', 'f32', scoreAt(before + 1)),
    '(if (f32.gt (local.get $score) (local.get $largest)) (then',
    writer.set('$largest', 'f32', '(local.get $score)'),
    writer.setNumber('$index', before + 1),
    '))',
  ]);
  return [
    writer.setNumber('$at', 0),
    ...writer.loop('$row', { to: rows * FLOAT_BYTES, step: FLOAT_BYTES }, [
      writer.setNumber('$index', 0),
      writer.set('$largest', 'f32', scoreAt(0)),
      ...others.flat(),
      `(i32.store ${writer.address(writer.placeOf(root), ROW)} ${INDEX})`,
      writer.advance('$at', columns * FLOAT_BYTES),
    ]),
  ];
}
