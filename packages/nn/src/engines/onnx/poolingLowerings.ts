// Max-pooling and its gradient. ONNX Runtime's MaxPool takes four times as long when it returns the indices of the
// maxima, and scattering to them as long again. Windows of 2x2 side by side, the usual ones, are halved twice instead.
import { sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import type { GraphWriter } from './graphWriter.js';
import type { Lowering, LoweringTable } from './lowering.js';

type Pooling = Value<'maxPool2d'> | Value<'maxPool2dGradient'>;

const lowerMaxPool: Lowering<'maxPool2d'> = ({ value, inputs: [x], writer, sideOutputs }) => {
  const { kernel, strides, padding } = value.attributes;
  const attributes = { kernel_shape: kernel, strides, pads: padding };
  if (!sideOutputs.has(value)) return writer.emit('MaxPool', [x as string], attributes);
  if (isHalving(value)) {
    const { maxima, parts } = halve(value, x as string, writer);
    sideOutputs.set(value, parts);
    return maxima;
  }
  const [maxima, indices] = writer.emitMany('MaxPool', [x as string], 2, attributes) as [string, string];
  sideOutputs.set(value, [indices]);
  return maxima;
};

const lowerMaxPoolGradient: Lowering<'maxPool2dGradient'> = ({ value, inputs, writer, sideOutputs }) => {
  const parts = sideOutputs.get(value.inputs[1] as Value) as readonly string[];
  const upstream = inputs[2] as string;
  return isHalving(value)
    ? undoHalving(value, { parts, upstream }, writer)
    : scatterToMaxima(value, { indices: parts[0] as string, upstream }, writer);
};

/** Whether the windows are the 2x2 tiles of a map with even sides. */
function isHalving(value: Pooling): boolean {
  const { kernel, strides, padding } = value.attributes;
  const [, , height = 0, width = 0] = (value.inputs[0] as Value).shape;
  return (
    [...kernel, ...strides, height % 2 || 2, width % 2 || 2].every((size) => size === 2) &&
    padding.every((amount) => amount === 0)
  );
}

/** Shapes that show pairs of columns and pairs of rows as an axis. */
function pairs({ shape }: Value): Record<'columns' | 'rows', readonly [number, number, number]> {
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  const lines = batch * channels * height;
  return { columns: [lines, width / 2, 2], rows: [lines / 2, 2, width / 2] };
}

/** The maxima of pairs of columns, then of pairs of rows; `parts` are left, right, upper and lower halves. */
function halve(value: Value<'maxPool2d'>, x: string, writer: GraphWriter) {
  const { columns, rows } = pairs(value.inputs[0] as Value);
  const ones = writer.integers([1, 1]);
  const columnPairs = writer.emit('Reshape', [x, writer.integers(columns)]);
  const beside = writer.emitMany('Split', [columnPairs, ones], 2, { axis: 2 });
  const rowPairs = writer.emit('Reshape', [writer.emit('Max', beside), writer.integers(rows)]);
  const above = writer.emitMany('Split', [rowPairs, ones], 2, { axis: 1 });
  const maxima = writer.emit('Reshape', [writer.emit('Max', above), writer.integers(value.shape)]);
  return { maxima, parts: [...beside, ...above] };
}

/** Hands each gradient to the half that won, the first one on a tie: that is the first maximum in row-major order. */
function undoHalving(
  value: Value<'maxPool2dGradient'>,
  { parts, upstream }: { readonly parts: readonly string[]; readonly upstream: string },
  writer: GraphWriter,
): string {
  const [left, right, upper, lower] = parts as [string, string, string, string];
  const { columns, rows } = pairs(value);
  const share = (gradient: string, [first, second]: [string, string], axis: number): string => {
    const secondWins = writer.emit('Cast', [writer.emit('Greater', [second, first])], { to: 1 });
    const toSecond = writer.emit('Mul', [gradient, secondWins]);
    return writer.emit('Concat', [writer.emit('Sub', [gradient, toSecond]), toSecond], { axis });
  };
  const ofRows = writer.emit('Reshape', [upstream, writer.integers(rows.with(1, 1))]);
  const ofLines = share(ofRows, [upper, lower], 1);
  const ofColumns = writer.emit('Reshape', [ofLines, writer.integers(columns.with(2, 1))]);
  return writer.emit('Reshape', [share(ofColumns, [left, right], 2), writer.integers(value.shape)]);
}

/** Adds each gradient at the flat index of its window's first maximum: exact for ties and overlaps. */
function scatterToMaxima(
  value: Value<'maxPool2dGradient'>,
  { indices, upstream }: { readonly indices: string; readonly upstream: string },
  writer: GraphWriter,
): string {
  const flat = writer.integers([-1]);
  const zeros = writer.emit('ConstantOfShape', [writer.integers([sizeOf(value.shape)])]);
  const flatIndices = writer.emit('Reshape', [indices, flat]);
  const flatGradient = writer.emit('Reshape', [upstream, flat]);
  const scattered = writer.emit('ScatterElements', [zeros, flatIndices, flatGradient], {
    axis: 0,
    reduction: 'add',
  });
  return writer.emit('Reshape', [scattered, writer.integers(value.shape)]);
}

export const poolingLowerings = {
  maxPool2d: lowerMaxPool,
  maxPool2dGradient: lowerMaxPoolGradient,
} satisfies LoweringTable<'maxPool2d' | 'maxPool2dGradient'>;
