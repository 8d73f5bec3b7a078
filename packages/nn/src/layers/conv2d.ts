import { add } from '../graph/arithmetic.js';
import { conv2d as convolve } from '../graph/linearAlgebra.js';
import { reshape } from '../graph/movement.js';
import type { Value } from '../graph/value.js';
import { zeros } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import { matchedInitializer, type WeightOptions } from './dense.js';
import type { Layer, Scope } from './layer.js';
import { mapShape } from './mapShape.js';
import { type Padding, windowPadding } from './windowPadding.js';

/** Settings of a window with weights that slides over a map. */
export interface WindowOptions extends WeightOptions {
  /** Side of the square window in pixels; default 3. */
  readonly kernel?: number;
  /** Step of the window in pixels; default 1. */
  readonly stride?: number;
  /** `same`: ceil(size / stride) rows and columns, zeros around; `valid`: only where the window fits. Default `same`. */
  readonly padding?: Padding;
}

/** Settings of a convolution. */
export interface Conv2dOptions extends WindowOptions {
  /** Equal parts of the channels, each of which has filters of its own; must divide channels and filters. Default 1. */
  readonly groups?: number;
}

/** Settings of a depthwise convolution. */
export interface DepthwiseConv2dOptions extends WindowOptions {
  /** Filters for each channel; default 1. */
  readonly multiplier?: number;
}

/**
 * A convolution (cross-correlation): [B, C, H, W] to [B, filters, H', W'], weights [filters, C / groups, kernel, kernel].
 *
 * @throws RangeError if a size is no positive integer or the groups do not divide the filters, or, when applied, if the
 *   input is no feature map or the groups do not divide its channels
 */
export function conv2d(filters: number, { groups = 1, ...options }: Conv2dOptions = {}): Layer {
  positiveInteger('conv2d: filters', filters);
  positiveInteger('conv2d: groups', groups);
  if (filters % groups !== 0)
    throw new RangeError(`conv2d: groups must divide the ${filters} filters, got ${groups}`);
  checkWindow('conv2d', options);
  return {
    kind: 'conv2d',
    apply: (input, scope) => {
      const [, channels] = mapShape('conv2d', input, scope);
      if (channels % groups !== 0) {
        throw new RangeError(
          `conv2d "${scope.path}": groups must divide the ${channels} channels of the input, got ${groups}`,
        );
      }
      return slide(input, { filters, groups, ...options }, scope);
    },
  };
}

/**
 * A convolution of every channel on its own (Chollet 2017; Howard et al. 2017): [B, C, H, W] to
 * [B, C * multiplier, H', W'], weights [C * multiplier, 1, kernel, kernel]. The filters of a channel stand side by side.
 *
 * @throws RangeError if a size is no positive integer, or, when applied, if the input is no feature map
 */
export function depthwiseConv2d({ multiplier = 1, ...options }: DepthwiseConv2dOptions = {}): Layer {
  positiveInteger('depthwiseConv2d: multiplier', multiplier);
  checkWindow('depthwiseConv2d', options);
  return {
    kind: 'depthwiseConv2d',
    apply: (input, scope) => {
      const [, channels] = mapShape('depthwiseConv2d', input, scope);
      return slide(input, { filters: channels * multiplier, groups: channels, ...options }, scope);
    },
  };
}

/** @throws RangeError if the kernel or the stride is no positive integer */
export function checkWindow(layer: string, { kernel = 3, stride = 1 }: WindowOptions): void {
  positiveInteger(`${layer}: kernel`, kernel);
  positiveInteger(`${layer}: stride`, stride);
}

type SlidingOptions = WindowOptions & { readonly filters: number; readonly groups: number };

function slide(
  input: Value,
  { filters, groups, kernel = 3, stride = 1, padding = 'same', bias = true, initializer }: SlidingOptions,
  scope: Scope,
): Value {
  const [, channels, height, width] = mapShape('conv2d', input, scope);
  const weight = scope.parameter('weight', {
    shape: [filters, channels / groups, kernel, kernel],
    initializer: initializer ?? matchedInitializer(scope),
    decays: true,
  });
  const around = windowPadding(padding, [height, width], { kernel, stride });
  const map = convolve(input, weight, { strides: [stride, stride], padding: around, groups });
  return bias ? addChannelBias(map, filters, scope) : map;
}

/** Adds the learned parameter `bias`, one number for each channel. */
export function addChannelBias(map: Value, channels: number, scope: Scope): Value {
  const offset = scope.parameter('bias', { shape: [channels], initializer: zeros });
  return add(map, reshape(offset, [channels, 1, 1]));
}
