// Activations that exporters say in several nodes become one again, so that inspection finds them whole. Our own exports
// say PReLU as relu(x) + slope * min(x, 0), which runs faster; PyTorch has no operator for SiLU and an old one for Mish.
import type { OnnxGraph, OnnxNode } from './onnxGraph.js';
import type { OnnxConstant } from './onnxTensor.js';

/** A node that stands for several, and those that it replaces besides the last. */
interface Joined {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly parts: readonly OnnxNode[];
}

/** What is known about the names of a file. */
interface Names {
  /** The node that makes it. */
  readonly makers: ReadonlyMap<string, OnnxNode>;
  readonly constants: ReadonlyMap<string, OnnxConstant>;
}

/** The nodes with every such group as one node `PRelu`, `Silu`, `Mish` or `Gelu`. */
export function joinActivations({ nodes, constants }: Pick<OnnxGraph, 'nodes' | 'constants'>): OnnxNode[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const names: Names = { makers, constants };
  const inner = new Set<OnnxNode>();
  const replaced = nodes.map((node) => {
    const joined = preluOf(node, names) ?? gatedOf(node, names) ?? geluOf(node, names);
    if (joined === null) return node;
    for (const part of joined.parts) inner.add(part);
    return { ...node, type: joined.type, inputs: joined.inputs };
  });
  const read = new Set(replaced.filter((node) => !inner.has(node)).flatMap(({ inputs }) => inputs));
  return replaced.filter((node) => !inner.has(node) || node.outputs.some((output) => read.has(output)));
}

/** Add(Relu(x), Mul(Min(x, 0), slope)) */
function preluOf(node: OnnxNode, { makers, constants }: Names): Joined | null {
  const [rectified, sloped] = node.inputs.map((input) => makers.get(input));
  if (node.type !== 'Add' || rectified?.type !== 'Relu' || sloped?.type !== 'Mul') return null;
  const [negative = '', slope] = sloped.inputs;
  const minimum = makers.get(negative);
  if (!isNumber(constants.get(minimum?.inputs[1] ?? ''), 0)) return null;
  const [x] = rectified.inputs;
  if (minimum?.type !== 'Min' || minimum.inputs[0] !== x || x === undefined || slope === undefined)
    return null;
  return { type: 'PRelu', inputs: [x, slope], parts: [rectified, sloped, minimum] };
}

/** Mul(x, Sigmoid(x)) and Mul(x, Tanh(Softplus(x))) */
function gatedOf(node: OnnxNode, { makers }: Names): Joined | null {
  const [x, gated = ''] = node.inputs;
  const gate = makers.get(gated);
  if (node.type !== 'Mul' || x === undefined || gate === undefined) return null;
  if (gate.type === 'Sigmoid' && gate.inputs[0] === x) return { type: 'Silu', inputs: [x], parts: [gate] };
  const bend = makers.get(gate.inputs[0] ?? '');
  if (gate.type === 'Tanh' && bend?.type === 'Softplus' && bend.inputs[0] === x) {
    return { type: 'Mish', inputs: [x], parts: [gate, bend] };
  }
  return null;
}

/** What a GELU is made of behind x, outermost first: each operator and the number that it takes besides. */
const GELU_STEPS = [
  { type: 'Add', number: 0.5 },
  { type: 'Mul', number: 0.5 },
  { type: 'Erf', number: null },
  { type: 'Mul', number: Math.SQRT1_2 },
] as const;

/** Mul(x, Add(Mul(Erf(Mul(x, 1 / sqrt 2)), 1 / 2), 1 / 2)) */
function geluOf(node: OnnxNode, { makers, constants }: Names): Joined | null {
  const parts: OnnxNode[] = [];
  let name = node.inputs[1] ?? '';
  for (const { type, number } of GELU_STEPS) {
    const part = makers.get(name);
    if (node.type !== 'Mul' || part?.type !== type) return null;
    if (number !== null && !isNumber(constants.get(part.inputs[1] ?? ''), number)) return null;
    parts.push(part);
    name = part.inputs[0] ?? '';
  }
  return name === node.inputs[0] ? { type: 'Gelu', inputs: [name], parts } : null;
}

/** Whether a constant is this one number, in single precision. */
function isNumber(constant: OnnxConstant | undefined, number: number): boolean {
  return constant?.data.length === 1 && constant.data[0] === Math.fround(number);
}
