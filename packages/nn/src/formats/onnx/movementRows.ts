// Rows that move elements. Exporters compute shapes with nodes; as all sizes are known here, these become integers.
import { broadcastTo, concat, gather, pad, reshape, slice } from '../../graph/movement.js';
import { reduceMax, reduceMean, reduceSum } from '../../graph/reductions.js';
import { broadcastShapes, normalizeAxis, type Shape, sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import type { ImportRow } from './importRows.js';
import { type ImportSite, type Item, isValue } from './importSite.js';

/** Longest list of integers that is computed: shapes and axes are short. */
const MOST_INTEGERS = 1024;

function integers(data: readonly number[], shape: Shape = [data.length]): Item {
  if (data.length > MOST_INTEGERS) throw new RangeError(`lists of ${data.length} integers are not computed`);
  return { kind: 'integers', data, shape };
}

const axisOf = (site: ImportSite, axis: number, rank: number): number =>
  normalizeAxis(`node "${site.node.name}"`, axis, rank);

/** The shape of an operand, known or not. */
function shapeOf(site: ImportSite, index: number): Shape {
  const item = site.operands[index];
  if (item === undefined) throw site.error(`it has no operand ${index}`);
  return item.shape;
}

/** The same elements under another shape. */
function reshaped(site: ImportSite, shape: Shape): Item {
  const item = site.operands[0];
  if (item !== undefined && !isValue(item) && item.kind === 'integers') return { ...item, shape };
  return reshape(site.value(0), shape);
}

/** 0 keeps an axis and -1 is what is left. Where the file fixes the batch, the axis of that size in front is the batch. */
const reshapeRow: ImportRow = (site) => {
  const from = shapeOf(site, 0);
  const target = [...(site.known(1) ?? [])];
  const { batch, fixedBatch } = site.context;
  if (site.int('allowzero', 0) === 0) {
    target.forEach((size, axis) => {
      if (size === 0) target[axis] = from[axis] ?? 0;
    });
  }
  if (target[0] === fixedBatch && from[0] === batch && !target.includes(-1)) target[0] = batch;
  const rest = target.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return reshaped(
    site,
    target.map((size) => (size === -1 ? sizeOf(from) / rest : size)),
  );
};

const flattenRow: ImportRow = (site) => {
  const shape = shapeOf(site, 0);
  const axis = axisOf(site, site.int('axis', 1), shape.length + 1);
  return reshaped(site, [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))]);
};

const squeezeRow: ImportRow = (site) => {
  const shape = shapeOf(site, 0);
  const axes = (site.known(1) ?? site.ints('axes'))?.map((axis) => axisOf(site, axis, shape.length));
  return reshaped(
    site,
    shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))),
  );
};

const unsqueezeRow: ImportRow = (site) => {
  const shape = shapeOf(site, 0);
  const given = site.known(1) ?? site.ints('axes') ?? [];
  const rank = shape.length + given.length;
  const added = given.map((axis) => axisOf(site, axis, rank));
  const sizes = [...shape];
  return reshaped(
    site,
    Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : (sizes.shift() ?? 1))),
  );
};

const concatRow: ImportRow = (site) => {
  const known = site.operands.every(
    (item) => item !== undefined && !isValue(item) && item.kind === 'integers',
  );
  if (known) return integers(site.operands.flatMap((_, index) => [...(site.known(index) ?? [])]));
  const values = site.operands.map((_, index) => site.value(index));
  return concat(values, axisOf(site, site.int('axis', 0), (values[0] as Value).shape.length));
};

/** Elements of a computed shape, or rows of a table of vectors by ids. */
const gatherRow: ImportRow = (site) => {
  const [table, ids] = site.operands;
  if (ids !== undefined && isValue(ids)) return rowsOf(site, ids);
  site.require(
    table !== undefined && !isValue(table),
    'it takes known elements of a computed tensor, which is not read',
  );
  const [list, places] = [site.known(0), site.known(1) ?? []];
  const isScalar = shapeOf(site, 1).length === 0;
  const picked = places.map((place) => list?.at(place) ?? Number.NaN);
  site.require(picked.every(Number.isFinite), 'it looks beyond the end of a shape');
  return integers(picked, isScalar ? [] : [picked.length]);
};

function rowsOf(site: ImportSite, ids: Value): Value {
  const table = site.weight(0, 'weight');
  const [, size = 0] = table.shape;
  site.require(table.shape.length === 2 && site.int('axis', 0) === 0, 'only rows of a matrix are read');
  const count = sizeOf(ids.shape);
  const index = broadcastTo(reshape(ids, [count, 1]), [count, size]);
  return reshape(gather(table, index, 0), [...ids.shape, size]);
}

const expandRow: ImportRow = (site) => {
  const x = site.value(0);
  const wider = broadcastShapes(x.shape, site.known(1) ?? []);
  if (wider === null) throw site.error(`it cannot stretch to [${site.known(1)?.join(', ')}]`);
  return broadcastTo(x, wider);
};

/** Bounds count from the end where they are negative, and are cut to the axis. */
const sliceRow: ImportRow = (site) => {
  const shape = shapeOf(site, 0);
  const bounds = (index: number, name: string) => site.known(index) ?? site.ints(name);
  const starts = bounds(1, 'starts') ?? [];
  const ends = bounds(2, 'ends') ?? [];
  const axes = (bounds(3, 'axes') ?? [...starts.keys()]).map((axis) => axisOf(site, axis, shape.length));
  const steps = site.known(4) ?? starts.map(() => 1);
  site.require(
    steps.every((step) => step >= 1),
    `steps [${steps.join(', ')}] below 1 are not read`,
  );
  const ranges = shape.map((size, axis) => {
    const place = axes.indexOf(axis);
    if (place === -1) return { start: 0, end: size };
    const bound = (value: number) => Math.min(size, Math.max(0, value < 0 ? value + size : value));
    return { start: bound(starts[place] ?? 0), end: bound(ends[place] ?? size), step: steps[place] ?? 1 };
  });
  const item = site.operands[0];
  const [first] = ranges;
  if (item !== undefined && !isValue(item) && item.kind === 'integers' && first !== undefined) {
    return integers(item.data.slice(first.start, first.end));
  }
  return slice(site.value(0), ranges);
};

const splitRow: ImportRow = (site) => {
  const x = site.value(0);
  const axis = axisOf(site, site.int('axis', 0), x.shape.length);
  const count = site.node.outputs.length;
  const size = x.shape[axis] as number;
  const sizes = site.known(1) ?? site.ints('split') ?? new Array<number>(count).fill(Math.ceil(size / count));
  let start = 0;
  return sizes.map((length) => {
    const ranges = x.shape.map((whole, other) =>
      other === axis ? { start, end: Math.min(start + length, whole) } : { start: 0, end: whole },
    );
    start += length;
    return slice(x, ranges);
  });
};

const padRow: ImportRow = (site) => {
  const mode = site.text('mode', 'constant');
  site.require(mode === 'constant', `mode "${mode}" is not read`);
  const amounts = site.known(1) ?? site.ints('pads') ?? [];
  site.require(
    amounts.every((amount) => amount >= 0),
    'it cuts off, which is not read',
  );
  site.require(!site.has(3), 'axes are not read');
  const half = amounts.length / 2;
  return pad(
    site.value(0),
    amounts.slice(0, half),
    amounts.slice(half),
    site.number(2) ?? site.float('value', 0),
  );
};

const reduction =
  (compute: typeof reduceMean): ImportRow =>
  (site) => {
    const axes = site.known(1) ?? site.ints('axes');
    const keepDims = site.int('keepdims', 1) === 1;
    const x = site.value(0);
    if (axes === undefined || axes.length === 0) {
      return site.int('noop_with_empty_axes', 0) === 1 ? x : compute(x, { keepDims });
    }
    return compute(x, { axes: axes.map((axis) => axisOf(site, axis, x.shape.length)), keepDims });
  };

/** Rows of operators that move elements, know them, or add them up. */
export const movementRows: Readonly<Record<string, ImportRow>> = {
  Shape: (site) => integers([...shapeOf(site, 0)].slice(site.int('start', 0), site.attribute('end')?.i)),
  Constant: (site) => site.tensor('value'),
  Reshape: reshapeRow,
  Flatten: flattenRow,
  Squeeze: squeezeRow,
  Unsqueeze: unsqueezeRow,
  Concat: concatRow,
  Gather: gatherRow,
  GatherElements: (site) => {
    const index = site.value(1);
    return gather(site.weightOrValue('weight'), index, site.int('axis', 0));
  },
  Expand: expandRow,
  Slice: sliceRow,
  Split: splitRow,
  Pad: padRow,
  ReduceMean: reduction(reduceMean),
  ReduceSum: reduction(reduceSum),
  ReduceMax: reduction(reduceMax),
};
