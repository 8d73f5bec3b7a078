// The vectorising map: a graph for one member of a population becomes the graph for all of them, along
// a new leading axis (`vmap` of Bradbury et al. 2018, JAX). Launching an operation costs as much as
// computing on a few thousand numbers, so many small networks are cheapest together.
import { type Graph, isOperation, valuesOf } from './graph.js';
import { broadcastTo, concat, reshape, sliceAxis } from './movement.js';
import type { OperationAttributes, OperationName } from './operationSet.js';
import type { Shape } from './shape.js';
import type { Value } from './value.js';

/** How a graph is mapped. */
export interface VmapOptions {
  /** Size of the new axis. */
  readonly members: number;
  /** Inputs and variables that all members share, by name; they keep their shape. */
  readonly shared?: readonly string[];
}

/**
 * The graph that computes `members` times what `graph` computes: every output and update, and every input and variable
 * that isn't shared, has the new leading axis.
 *
 * @throws RangeError if an update is shared: members would overwrite each other's
 * @example
 * const x = input('x', [2]);
 * const sums = vmap({ outputs: { sum: reduceSum(x) }, updates: {} }, { members: 3 }); // x [3, 2], sum [3]
 */
export function vmap(graph: Graph, { members, shared = [] }: VmapOptions): Graph {
  const mapped = new Map<Value, Operand>();
  for (const value of valuesOf(graph)) {
    const inputs = value.inputs.map((input) => mapped.get(input) as Operand);
    mapped.set(value, mapValue({ value, inputs, members }, shared));
  }
  for (const name of Object.keys(graph.updates)) {
    if (shared.includes(name)) throw new RangeError(`vmap: "${name}" is updated, so it cannot be shared`);
  }
  const results = (values: Graph['outputs']): Graph['outputs'] =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, stacked(mapped.get(value) as Operand, members)]),
    );
  return { outputs: results(graph.outputs), updates: results(graph.updates) };
}

/** A value of the new graph: with the leading axis, or the same for all members. */
interface Operand {
  readonly value: Value;
  readonly isMapped: boolean;
}

/** A value of the old graph and its inputs in the new one, at least one of them mapped. */
interface Site<Name extends OperationName = OperationName> {
  readonly value: Value<Name>;
  readonly inputs: readonly Operand[];
  readonly members: number;
}

function mapValue(site: Site, shared: readonly string[]): Operand {
  const { value, inputs, members } = site;
  if (isOperation(value, 'input') || isOperation(value, 'variable')) {
    const isMapped = !shared.includes(value.attributes.name);
    return { value: isMapped ? { ...value, shape: [members, ...value.shape] } : value, isMapped };
  }
  if (!inputs.some(({ isMapped }) => isMapped)) {
    return { value: { ...value, inputs: inputs.map((input) => input.value) }, isMapped: false };
  }
  const rule = rules[value.operation] as Rule<OperationName>;
  return { value: rule(site), isMapped: true };
}

type Rule<Name extends OperationName> = (site: Site<Name>) => Value;

/** The operation again, on new inputs. */
function again<Name extends OperationName>(
  { value, members }: Site<Name>,
  inputs: readonly Value[],
  attributes: OperationAttributes[Name] = value.attributes,
): Value {
  return { ...value, inputs, attributes, shape: [members, ...value.shape] };
}

/** The operand with the leading axis, repeated if it is shared. */
function stacked({ value, isMapped }: Operand, members: number): Value {
  return isMapped ? value : broadcastTo(reshape(value, [1, ...value.shape]), [members, ...value.shape]);
}

/** Broadcasting aligns axes from the last one: the members' axis must stand ahead of the longest shape. */
function aligned({ value, isMapped }: Operand, rank: number): Value {
  if (!isMapped) return value;
  const [members = 1, ...shape] = value.shape;
  return reshape(value, [members, ...new Array<number>(rank - shape.length).fill(1), ...shape]);
}

const elementwise = <Name extends OperationName>(site: Site<Name>): Value =>
  again(
    site,
    site.inputs.map((input) => aligned(input, site.value.shape.length)),
  );

/** An operation whose attributes count axes: they are restated for one axis more. */
const shifted =
  <Name extends OperationName>(
    restate: (attributes: OperationAttributes[Name], members: number) => OperationAttributes[Name],
  ): Rule<Name> =>
  (site) =>
    again(
      site,
      site.inputs.map((input) => stacked(input, site.members)),
      restate(site.value.attributes, site.members),
    );

/** An operation that treats every example of a batch alike: members become more examples. */
const folded = <Name extends OperationName>(site: Site<Name>): Value => {
  const { value, inputs, members } = site;
  const fold = ([batch = 1, ...rest]: Shape): Shape => [members * batch, ...rest];
  const foldedInputs = inputs.map((input, index) =>
    reshape(stacked(input, members), fold((value.inputs[index] as Value).shape)),
  );
  return reshape({ ...value, inputs: foldedInputs, shape: fold(value.shape) }, [members, ...value.shape]);
};

/** One operation for each member, for operations that have no form for many weights. */
const unrolled = <Name extends OperationName>({ value, inputs, members }: Site<Name>): Value => {
  const results = Array.from({ length: members }, (_, member) => {
    const own = inputs.map((input, index) => ownPart(input, member, (value.inputs[index] as Value).shape));
    return reshape({ ...value, inputs: own }, [1, ...value.shape]);
  });
  return concat(results, 0);
};

function ownPart({ value, isMapped }: Operand, member: number, shape: Shape): Value {
  return isMapped ? reshape(sliceAxis(value, 0, member, member + 1), shape) : value;
}

const shiftAxes = shifted<'reduceSum' | 'reduceMax'>(({ axes }) => ({ axes: axes.map((axis) => axis + 1) }));

const neverMapped = (): never => {
  throw new Error('vmap: a leaf has no inputs');
};

const rules: { readonly [Name in OperationName]: Rule<Name> } = {
  input: neverMapped,
  variable: neverMapped,
  constant: neverMapped,

  add: elementwise,
  sub: elementwise,
  mul: elementwise,
  div: elementwise,
  maximum: elementwise,
  minimum: elementwise,
  neg: elementwise,
  abs: elementwise,
  sign: elementwise,
  exp: elementwise,
  log: elementwise,
  sqrt: elementwise,
  atan: elementwise,
  erf: elementwise,
  power: elementwise,
  clamp: elementwise,
  relu: elementwise,
  leakyRelu: elementwise,
  prelu: elementwise,
  elu: elementwise,
  sigmoid: elementwise,
  tanh: elementwise,
  softplus: elementwise,
  greater: elementwise,
  equal: elementwise,
  where: elementwise,
  toFloat: elementwise,
  stopGradient: elementwise,

  oneHot: shifted((attributes) => attributes),
  argMax: shifted(({ axis }) => ({ axis: axis + 1 })),
  matmul: shifted((attributes) => attributes),
  reduceSum: shiftAxes,
  reduceMax: shiftAxes,
  reshape: shifted(({ shape }, members) => ({ shape: [members, ...shape] })),
  broadcastTo: (site) => {
    const [input] = site.inputs as [Operand];
    const shape = [site.members, ...site.value.shape];
    return broadcastTo(aligned(input, site.value.shape.length), shape);
  },
  transpose: shifted(({ permutation }) => ({ permutation: [0, ...permutation.map((axis) => axis + 1)] })),
  concat: shifted(({ axis }) => ({ axis: axis + 1 })),
  slice: shifted(({ starts, ends, steps }, members) => ({
    starts: [0, ...starts],
    ends: [members, ...ends],
    steps: [1, ...steps],
  })),
  unslice: shifted(({ starts, steps, shape }, members) => ({
    starts: [0, ...starts],
    steps: [1, ...steps],
    shape: [members, ...shape],
  })),
  pad: shifted(({ before, after, value }) => ({ before: [0, ...before], after: [0, ...after], value })),
  gather: shifted(({ axis }) => ({ axis: axis + 1 })),
  scatterAdd: shifted(({ axis, shape }, members) => ({ axis: axis + 1, shape: [members, ...shape] })),

  conv2d: unrolled,
  conv2dInputGradient: unrolled,
  conv2dFilterGradient: unrolled,
  maxPool2d: folded,
  maxPool2dGradient: folded,
  upsampleNearest: folded,
  channelAffine: unrolled,
  batchNorm: unrolled,
};
