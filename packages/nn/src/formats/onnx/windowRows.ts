// Rows whose window slides over maps: convolution, pooling, enlarging.
import { add } from '../../graph/arithmetic.js';
import { conv2d, conv2dTranspose, samePadding } from '../../graph/linearAlgebra.js';
import { maxPool2d, upsampleNearest } from '../../graph/maps.js';
import { pad, reshape } from '../../graph/movement.js';
import type { Window2d } from '../../graph/operationSet.js';
import { reduceMax, reduceMean } from '../../graph/reductions.js';
import type { Value } from '../../graph/value.js';
import { boundedAveragePool } from '../boundedAveragePool.js';
import type { ImportRow } from './importRows.js';
import type { ImportSite } from './importSite.js';

type Pair = readonly [number, number];

/** Stride and padding of a node with a window of this size. */
function windowOf(site: ImportSite, kernel: Pair, size: Pair): Window2d {
  const dilations = site.ints('dilations') ?? [1, 1];
  site.require(
    dilations.every((step) => step === 1),
    `dilations [${dilations.join(', ')}] are not read`,
  );
  site.require(site.int('ceil_mode', 0) === 0, 'ceil_mode is not read');
  const strides = pair(site, site.ints('strides') ?? [1, 1], 'strides');
  const automatic = site.text('auto_pad', 'NOTSET');
  if (automatic === 'SAME_UPPER') return { strides, padding: samePadding(size, kernel, strides) };
  if (automatic === 'VALID') return { strides, padding: [0, 0, 0, 0] };
  site.require(automatic === 'NOTSET', `auto_pad ${automatic} is not read`);
  const pads = site.ints('pads') ?? [0, 0, 0, 0];
  site.require(
    pads.length === 4 && pads.every((amount) => amount >= 0),
    `pads [${pads.join(', ')}] are not read`,
  );
  return { strides, padding: pads as unknown as Window2d['padding'] };
}

function pair(site: ImportSite, values: readonly number[] | undefined, what: string): Pair {
  const fits = values?.length === 2 && values.every((value) => Number.isSafeInteger(value) && value >= 1);
  if (!fits) throw site.error(`${what} must be two integers from 1 up, got [${values?.join(', ')}]`);
  return values as unknown as Pair;
}

/** Height and width of the map that a node reads. */
function mapSize(site: ImportSite): Pair {
  const { shape } = site.value(0);
  if (shape.length !== 4)
    throw site.error(`only maps [batch, channels, height, width] are read, got [${shape.join(', ')}]`);
  return [shape[2] as number, shape[3] as number];
}

const convRow: ImportRow = (site) => {
  const size = mapSize(site);
  const filter = site.weight(1, 'weight', true);
  const [, , height = 0, width = 0] = filter.shape;
  const map = conv2d(site.value(0), filter, {
    ...windowOf(site, pair(site, [height, width], 'kernel'), size),
    groups: site.int('group', 1),
  });
  return withBias(site, map);
};

const maxPoolRow: ImportRow = (site) => {
  const kernel = pair(site, site.ints('kernel_shape'), 'kernel_shape');
  return maxPool2d(site.value(0), { kernel, ...windowOf(site, kernel, mapSize(site)) });
};

/** Where the zeros of the padding count, they are put there first. */
const averagePoolRow: ImportRow = (site) => {
  const kernel = pair(site, site.ints('kernel_shape'), 'kernel_shape');
  const window = windowOf(site, kernel, mapSize(site));
  const x = site.value(0);
  if (site.int('count_include_pad', 0) === 0) return boundedAveragePool(x, { kernel, ...window });
  const [top, left, bottom, right] = window.padding;
  const framed = pad(x, [0, 0, top, left], [0, 0, bottom, right]);
  return boundedAveragePool(framed, { kernel, ...window, padding: [0, 0, 0, 0] });
};

/** The adjoint of a convolution; rows and columns that no window would reach are at the end. */
const convTransposeRow: ImportRow = (site) => {
  const [height, width] = mapSize(site);
  const x = site.value(0);
  const filter = site.weight(1, 'weight', true);
  const [, groupFilters = 0, ...kernel] = filter.shape;
  const groups = site.int('group', 1);
  site.require(site.attribute('output_shape') === undefined, 'output_shape is not read');
  const { strides, padding } = windowOf(site, pair(site, kernel, 'kernel'), [height, width]);
  const unreached = site.ints('output_padding') ?? [0, 0];
  const [rows, columns] = [height, width].map(
    (size, axis) =>
      (size - 1) * (strides[axis] as number) +
      (kernel[axis] as number) +
      (unreached[axis] ?? 0) -
      (padding[axis] as number) -
      (padding[axis + 2] as number),
  );
  const inputShape = [x.shape[0] ?? 1, groupFilters * groups, rows ?? 0, columns ?? 0];
  const map = conv2dTranspose(x, filter, { strides, padding, groups, inputShape });
  return withBias(site, map);
};

function withBias(site: ImportSite, map: Value): Value {
  return site.has(2) ? add(map, reshape(site.weight(2, 'bias'), [map.shape[1] as number, 1, 1])) : map;
}

const globally =
  (compute: typeof reduceMean): ImportRow =>
  (site) => {
    mapSize(site);
    return compute(site.value(0), { axes: [2, 3], keepDims: true });
  };

/** Nearest neighbours, the whole map by one whole factor: rows and columns are repeated. */
const resizeRow: ImportRow = (site) => {
  const mode = site.text('mode', 'nearest');
  site.require(mode === 'nearest', `mode "${mode}" is not read, only "nearest"`);
  const size = mapSize(site);
  const scales = site.known(site.node.type === 'Upsample' ? 1 : 2) ?? [];
  const sizes = site.known(3);
  const factors =
    sizes?.length === 4 ? size.map((length, axis) => (sizes[axis + 2] as number) / length) : scales.slice(2);
  const [scale = 0, other] = factors;
  const isWhole = Number.isSafeInteger(scale) && scale >= 1 && scale === other;
  site.require(isWhole, `it scales by [${factors.join(', ')}]; only one whole factor for both axes is read`);
  const place = site.text('coordinate_transformation_mode', 'half_pixel');
  const rounding = site.text('nearest_mode', 'round_prefer_floor');
  const repeats = place === 'asymmetric' ? rounding === 'floor' : place === 'half_pixel';
  site.require(repeats, `coordinate_transformation_mode ${place} with nearest_mode ${rounding} is not read`);
  return upsampleNearest(site.value(0), scale);
};

/** Rows of operators with a window. */
export const windowRows: Readonly<Record<string, ImportRow>> = {
  Conv: convRow,
  ConvTranspose: convTransposeRow,
  MaxPool: maxPoolRow,
  AveragePool: averagePoolRow,
  GlobalAveragePool: globally(reduceMean),
  GlobalMaxPool: globally(reduceMax),
  Resize: resizeRow,
  Upsample: resizeRow,
};
