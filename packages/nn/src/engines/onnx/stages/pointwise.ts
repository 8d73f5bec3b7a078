// Operations element by element, as WebAssembly writes them for several elements at once and for one.
import type { OperationAttributes } from '../../../graph/operationSet.js';
import type { Value } from '../../../graph/value.js';
import { type Form, literal, VECTOR } from '../webassembly/form.js';

/** Of float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

type Row<Name extends keyof OperationAttributes> = (
  operands: readonly string[],
  form: Form,
  attributes: OperationAttributes[Name],
) => string;

const rows = {
  add: plain('add'),
  sub: plain('sub'),
  mul: plain('mul'),
  div: plain('div'),
  sqrt: plain('sqrt'),
  sign: ([x], form) => signOf(`${x}`, form),
  neg: plain('neg'),
  abs: plain('abs'),
  maximum: plain('max'),
  minimum: plain('min'),
  greater: plain('gt'),
  equal: plain('eq'),
  stopGradient: ([x]) => `${x}`,
  broadcastTo: ([x]) => `${x}`,
  relu: ([x], form) => atLeast(`${x}`, 0, form),
  clamp: ([x], form, { low, high }) => atMost(atLeast(`${x}`, low, form), high, form),
  leakyRelu: ([x], form, { negativeSlope }) => rectified(`${x}`, literal(negativeSlope, form), form),
  prelu: ([x, slope], form) => rectified(`${x}`, `${slope}`, form),
  where: ([condition, chosen, other], form) => choice(`${condition}`, [`${chosen}`, `${other}`], form),
  toFloat: ([mask], form) => asNumber(`${mask}`, form),
} satisfies { readonly [Name in keyof OperationAttributes]?: Row<Name> };

/** An operation that goes element by element. */
export type PointwiseOperation = keyof typeof rows;

/** Whether a value is computed element by element, from numbers and masks. */
export function isPointwise(value: Value): value is Value<PointwiseOperation> {
  const areFloats = value.inputs.every(({ dataType }) => dataType === 'float32' || dataType === 'bool');
  return Object.hasOwn(rows, value.operation) && areFloats;
}

/** An element of a value, from the texts of its operands. */
export function pointwiseText(
  { operation, attributes }: Value<PointwiseOperation>,
  operands: readonly string[],
  form: Form,
): string {
  // The table pairs each name with the row of its own attributes; a value carries both.
  return (rows[operation] as Row<PointwiseOperation>)(operands, form, attributes as never);
}

function plain(instruction: string) {
  return (operands: readonly string[], { instructions }: Form): string =>
    `(${instructions}.${instruction} ${operands.join(' ')})`;
}

/** x, or a bound that is larger; NaN stays. */
function atLeast(x: string, bound: number, form: Form): string {
  return `(${form === VECTOR ? 'f32x4.pmax' : 'f32.max'} ${x} ${literal(bound, form)})`;
}

/** x, or a bound that is smaller; NaN stays. */
function atMost(x: string, bound: number, form: Form): string {
  return `(${form === VECTOR ? 'f32x4.pmin' : 'f32.min'} ${x} ${literal(bound, form)})`;
}

function choice(condition: string, [chosen, other]: readonly [string, string], form: Form): string {
  return `(${form === VECTOR ? 'v128.bitselect' : 'select'} ${chosen} ${other} ${condition})`;
}

/** 1 where a mask holds, otherwise 0. */
function asNumber(mask: string, form: Form): string {
  return form === VECTOR ? `(v128.and ${mask} ${literal(1, form)})` : `(f32.convert_i32_u ${mask})`;
}

/** 1, 0 or -1; NaN stays. */
function signOf(x: string, form: Form): string {
  const { instructions } = form;
  const [isPositive, isNegative] = ['gt', 'lt'].map((comparison) =>
    asNumber(`(${instructions}.${comparison} ${x} ${literal(0, form)})`, form),
  );
  return choice(
    `(${instructions}.ne ${x} ${x})`,
    [x, `(${instructions}.sub ${isPositive} ${isNegative})`],
    form,
  );
}

/** x where it is positive, otherwise slope times x, where a slope of 0 makes even -Infinity 0. */
function rectified(x: string, slope: string, form: Form): string {
  const { instructions } = form;
  const zero = literal(0, form);
  const isFlat = `(${instructions}.eq ${slope} ${zero})`;
  const finite = choice(isFlat, [atLeast(x, -LARGEST, form), x], form);
  return choice(`(${instructions}.gt ${x} ${zero})`, [x, `(${instructions}.mul ${slope} ${finite})`], form);
}
