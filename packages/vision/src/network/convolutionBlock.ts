import { activation as activate, batchNorm, conv2d, type Layer } from '@rectify/nn';

/** The window of a block. */
export interface BlockOptions {
  /** Step in pixels; default 1. */
  readonly stride?: number;
  /** Side in pixels; default 3. */
  readonly kernel?: number;
}

/**
 * What all networks here are made of: convolution, batch normalisation, activation. [B, C, H, W] to
 * [B, filters, H / stride, W / stride]. The convolution has no bias: the normalisation would take it away again.
 */
export function convolutionBlock(
  filters: number,
  activation: string,
  { stride = 1, kernel = 3 }: BlockOptions = {},
): Layer[] {
  return [...normalizedConvolution(filters, { stride, kernel }), activate(activation)];
}

/** A block without its activation: what stands ahead of the sum of a residual block. */
export function normalizedConvolution(
  filters: number,
  { stride = 1, kernel = 3 }: BlockOptions = {},
): Layer[] {
  return [conv2d(filters, { kernel, stride, bias: false }), batchNorm()];
}
