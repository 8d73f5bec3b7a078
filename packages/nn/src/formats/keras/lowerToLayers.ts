// A traced model becomes Keras layers: what is known ahead is computed, every other operation says its row.
import type { BiasedProduct } from '../../engines/onnx/biasedProduct.js';
import { findFusions } from '../../engines/onnx/fusions.js';
import type { Computation, Row } from '../../engines/reference/row.js';
import { rows } from '../../engines/reference/rows.js';
import { isOperation } from '../../graph/graph.js';
import type { Value } from '../../graph/value.js';
import type { FrozenTrace } from '../frozenTrace.js';
import { LayerWriter } from './layerWriter.js';
import { type NamedActivation, namedActivations, valuesBehind } from './namedActivations.js';
import { type Flow, type Numbers, type Operand, ownAxes } from './operand.js';
import { flowAt, type KerasRow, type RowSite, unsupported } from './row.js';
import { denseLayer, kerasRows } from './rows.js';
import { convolution } from './windows.js';

/**
 * The layers of a model, from `input` to `output`, whose axes are those of the model.
 *
 * @throws LayersExportError if an operation has no layer
 */
export function lowerToLayers({ output, frozen, activations }: FrozenTrace): LayerWriter {
  const writer = new LayerWriter();
  const named = namedActivations(activations);
  const values = valuesBehind(output, named);
  const operands = new Map<Value, Operand>();
  const biased = biasedProducts(values, output, named);
  const joined = new Set([...biased.values()].map(({ product }) => product as Value));
  for (const value of values) {
    const tensor = frozen.get(value);
    const inputs = value.inputs.map((input) => operands.get(input) as Operand);
    const activation = named.get(value);
    if (activation !== undefined) {
      const source = operands.get(activation.preActivation) as Operand;
      operands.set(value, activationLayer(activation, { value, operands: [source], writer }));
    } else if (isOperation(value, 'input')) operands.set(value, inputLayer(value, writer));
    else if (tensor !== undefined) operands.set(value, frozenNumbers(value, tensor));
    else if (inputs.every((operand) => operand?.kind === 'numbers'))
      operands.set(value, known(value, inputs));
    else if (!joined.has(value)) {
      operands.set(value, layersOf(value, { operands, writer, product: biased.get(value) }));
    }
  }
  finish(operands.get(output) as Operand, writer);
  return writer;
}

/** Products with a bias that is known ahead. With a batch of one, a shortcut looks like a bias to the fusions. */
function biasedProducts(
  values: readonly Value[],
  output: Value,
  named: ReadonlyMap<Value, NamedActivation>,
): ReadonlyMap<Value, BiasedProduct> {
  const flowing = new Set<Value>();
  for (const value of values) {
    const activation = named.get(value);
    const inputs = activation === undefined ? value.inputs : [activation.preActivation];
    if (value.operation === 'input' || inputs.some((input) => flowing.has(input))) flowing.add(value);
  }
  const { biased } = findFusions(values, { results: new Set([output]), joinsConvolutions: false });
  return new Map([...biased].filter(([, { product, bias }]) => flowing.has(product) && !flowing.has(bias)));
}

/** Bytes come as numbers too: TensorFlow.js has no type for them. */
function inputLayer({ attributes, shape }: Value<'input'>, writer: LayerWriter): Flow {
  const layer = writer.add([], {
    className: 'InputLayer',
    config: { batch_input_shape: [null, ...shape.slice(1)], dtype: 'float32', sparse: false },
    name: attributes.name,
  });
  return { kind: 'flow', layer, axes: ownAxes(shape), shape, scale: 1, offset: 0 };
}

function activationLayer({ name }: NamedActivation, site: RowSite): Flow {
  return site.writer.after(flowAt(site, 0), { className: 'Activation', config: { activation: name } });
}

function frozenNumbers({ shape }: Value, { name, data }: { name: string; data: ArrayLike<number> }): Numbers {
  return { kind: 'numbers', shape, data: Float64Array.from(data), name };
}

/** What depends on no input is computed here, by the engine that defines the operations. */
function known(value: Value, inputs: readonly Operand[]): Numbers {
  const row = rows[value.operation as Computation] as Row<Computation>;
  const data = row(value as Value<Computation>, ...(inputs as readonly Numbers[]));
  const [only] = inputs;
  const name = inputs.length === 1 && only?.kind === 'numbers' ? only.name : undefined;
  return { kind: 'numbers', shape: value.shape, data, ...(name !== undefined && { name }) };
}

interface Progress {
  readonly operands: ReadonlyMap<Value, Operand>;
  readonly writer: LayerWriter;
  /** What the value adds a bias to, if it does. */
  readonly product: BiasedProduct | undefined;
}

function layersOf(value: Value, { operands, writer, product: joint }: Progress): Flow {
  const operandsOf = ({ inputs }: Value) => inputs.map((input) => operands.get(input) as Operand);
  if (joint !== undefined) {
    const { product } = joint;
    const bias = operands.get(joint.bias) as Numbers;
    const site = { value: product, operands: operandsOf(product), writer };
    const made = isOperation(product, 'conv2d')
      ? convolution(product, site, bias)
      : denseLayer({ ...site, value: product as Value<'matmul'> }, bias);
    return { ...made, shape: value.shape };
  }
  const row = kerasRows[value.operation] as KerasRow<Value['operation']> | undefined;
  if (row === undefined) throw unsupported(value, 'no layer computes it');
  return row({ value, operands: operandsOf(value), writer });
}

/** A last layer that does nothing but bear the name. */
function finish(result: Operand, writer: LayerWriter): void {
  const flow = result as Flow;
  writer.after(writer.arranged(writer.exact(flow)), {
    className: 'Activation',
    config: { activation: 'linear' },
    name: 'output',
  });
}
