/** How instructions are written for several elements at once, and for one. */
export interface Form {
  /** Begins the names of what is computed. */
  readonly name: '$vector' | '$single';
  readonly type: 'v128' | 'f32';
  /** Of what a comparison gives. */
  readonly maskType: 'v128' | 'i32';
  readonly instructions: 'f32x4' | 'f32';
  readonly elements: number;
  /** Loads one element, into every place. */
  readonly spread: 'v128.load32_splat' | 'f32.load';
}

export const VECTOR: Form = {
  name: '$vector',
  type: 'v128',
  maskType: 'v128',
  instructions: 'f32x4',
  elements: 4,
  spread: 'v128.load32_splat',
};

export const SINGLE: Form = {
  name: '$single',
  type: 'f32',
  maskType: 'i32',
  instructions: 'f32',
  elements: 1,
  spread: 'f32.load',
};

export const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** A number that is part of the text. */
export function literal(number: number, { type }: Form): string {
  const single = `(f32.const ${numeral(Math.fround(number))})`;
  return type === 'v128' ? `(f32x4.splat ${single})` : single;
}

/** The four elements of a vector added up to two, in float64. */
export function pairSum(vector: string): string {
  const upper = `(i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 ${vector} ${vector})`;
  return `(f64x2.add (f64x2.promote_low_f32x4 ${vector}) (f64x2.promote_low_f32x4 ${upper}))`;
}

/** A number as the text format spells it. */
function numeral(number: number): string {
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  return Object.is(number, -0) ? '-0' : String(number);
}
