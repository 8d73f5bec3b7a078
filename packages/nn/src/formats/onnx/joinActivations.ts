// Activations that exporters say in several nodes become one again, so that inspection finds them whole. Our own exports
// say PReLU as relu(x) + slope * min(x, 0), which runs faster; PyTorch has no operator for SiLU and an old one for Mish.
import type { OnnxNode } from './onnxGraph.js';

/** A node that stands for several, and those that it replaces besides the last. */
interface Joined {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly parts: readonly OnnxNode[];
}

type Makers = ReadonlyMap<string, OnnxNode>;

/** The nodes with every such group as one node `PRelu`, `Silu` or `Mish`. */
export function joinActivations(nodes: readonly OnnxNode[]): OnnxNode[] {
  const makers: Makers = new Map(
    nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)),
  );
  const inner = new Set<OnnxNode>();
  const replaced = nodes.map((node) => {
    const joined = preluOf(node, makers) ?? gatedOf(node, makers);
    if (joined === null) return node;
    for (const part of joined.parts) inner.add(part);
    return { ...node, type: joined.type, inputs: joined.inputs };
  });
  const read = new Set(replaced.filter((node) => !inner.has(node)).flatMap(({ inputs }) => inputs));
  return replaced.filter((node) => !inner.has(node) || node.outputs.some((output) => read.has(output)));
}

/** Add(Relu(x), Mul(Min(x, 0), slope)) */
function preluOf(node: OnnxNode, makers: Makers): Joined | null {
  const [rectified, sloped] = node.inputs.map((input) => makers.get(input));
  if (node.type !== 'Add' || rectified?.type !== 'Relu' || sloped?.type !== 'Mul') return null;
  const [negative = '', slope] = sloped.inputs;
  const minimum = makers.get(negative);
  const [x] = rectified.inputs;
  if (minimum?.type !== 'Min' || minimum.inputs[0] !== x || x === undefined || slope === undefined)
    return null;
  return { type: 'PRelu', inputs: [x, slope], parts: [rectified, sloped, minimum] };
}

/** Mul(x, Sigmoid(x)) and Mul(x, Tanh(Softplus(x))) */
function gatedOf(node: OnnxNode, makers: Makers): Joined | null {
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
