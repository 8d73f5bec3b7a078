// What a network looks like: the settings of a preset, a size, and what is given beside them.
import type { Size } from '../boxes/box.js';

/** What the network looks like. */
export interface ArchitectureSettings {
  /** Size of the pictures that enter, in pixels; both sides multiples of 16. */
  readonly inputSize: Size;
  /** Channels of the stages at stride 2, 4, 8 and 16, or, where the first stage goes to stride 4 at once, of three. */
  readonly stageChannels: readonly number[];
  /** 3x3 convolutions at stride 16, behind the one that halves the map. */
  readonly deepBlocks: number;
  /** 3x3 convolutions in each head, ahead of its linear layer. */
  readonly headBlocks: number;
  /** 1: one map at stride 8 for all objects. 2: another at stride 16 for those of 64 pixels and more. */
  readonly scales: number;
  /** Cells whose middle is less than so many strides from an object's centre answer for it; at least 1. */
  readonly centreRadius: number;
  /** Side of the box that a network without knowledge predicts, in pixels of the input; twice that at stride 16. */
  readonly priorBoxPixels: number;
}

/**
 * Sizes of a network by name, as multiples of a preset's channels and blocks at stride 16 (the width and depth
 * multiples of YOLOv5).
 */
export const DETECTOR_SIZES = {
  nano: { width: 1, extraDeepBlocks: 0 },
  small: { width: 1.5, extraDeepBlocks: 1 },
} as const;

/** Name of a size. */
export type DetectorSize = keyof typeof DETECTOR_SIZES;

/** A size, and single settings that go before it. */
export type ArchitectureOptions = Partial<ArchitectureSettings> & { readonly size?: DetectorSize };

const COARSEST_STRIDE_PIXELS = 16;

/**
 * The settings of a network: those given, and the preset's at the given size for the others.
 *
 * @example
 * ```ts
 * const { architecture } = DETECTOR_PRESETS.photographs;
 * const settings = architectureSettings(architecture, { size: 'small', scales: 2 });
 * ```
 *
 * @param preset - those of the size `nano`
 * @throws RangeError for a setting out of its range, or a size that does not exist
 */
export function architectureSettings(
  preset: ArchitectureSettings,
  { size = 'nano', ...given }: ArchitectureOptions = {},
): ArchitectureSettings {
  if (!Object.hasOwn(DETECTOR_SIZES, size)) {
    const known = Object.keys(DETECTOR_SIZES).join(' or ');
    throw new RangeError(`detector: size must be ${known}, got "${size}"`);
  }
  const { width, extraDeepBlocks } = DETECTOR_SIZES[size];
  const settings: ArchitectureSettings = {
    ...preset,
    stageChannels: preset.stageChannels.map((channels) => Math.round(channels * width)),
    deepBlocks: preset.deepBlocks + extraDeepBlocks,
    ...given,
  };
  checkArchitecture(settings);
  return settings;
}

function checkArchitecture(settings: ArchitectureSettings): void {
  const { inputSize, stageChannels, deepBlocks, headBlocks, scales, centreRadius, priorBoxPixels } = settings;
  const { width, height } = inputSize;
  const isCount = (value: number, from: number) => Number.isSafeInteger(value) && value >= from;
  const isSide = (value: number) => isCount(value, 1) && value % COARSEST_STRIDE_PIXELS === 0;
  requireThat(
    isSide(width) && isSide(height),
    `the sides of inputSize must be multiples of ${COARSEST_STRIDE_PIXELS} pixels, got ${width}x${height}`,
  );
  requireThat(
    [3, 4].includes(stageChannels.length) && stageChannels.every((channels) => isCount(channels, 1)),
    `stageChannels must be three or four integers from 1 up, got ${stageChannels.join(',')}`,
  );
  requireThat(isCount(deepBlocks, 0), `deepBlocks must be an integer from 0 up, got ${deepBlocks}`);
  requireThat(isCount(headBlocks, 0), `headBlocks must be an integer from 0 up, got ${headBlocks}`);
  requireThat(scales === 1 || scales === 2, `scales must be 1 or 2, got ${scales}`);
  requireThat(
    centreRadius >= 1 && centreRadius < Infinity,
    `centreRadius must be a finite number from 1 up, got ${centreRadius}`,
  );
  requireThat(
    priorBoxPixels > 0 && priorBoxPixels < Infinity,
    `priorBoxPixels must be a positive finite number, got ${priorBoxPixels}`,
  );
}

function requireThat(holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`detector: ${rule}`);
}
