// The layers of a `model.json` in an order of evaluation, whether Keras 2, Keras 3 or TensorFlow.js wrote it.
import { isRecord, type JsonRecord, listOf, record, shown, text } from './json.js';

/** A layer and the layers that it reads. */
export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly config: JsonRecord;
  readonly inputs: readonly string[];
}

/** A model as a list of layers: the first is its input, each stands behind those that it reads. */
export interface Topology {
  readonly input: {
    readonly name: string;
    readonly shape: readonly number[];
    readonly type: 'float32' | 'uint8';
  };
  readonly layers: readonly KerasLayer[];
  readonly output: string;
}

/**
 * Reads the field `modelTopology`.
 *
 * @throws RangeError naming the layer that breaks a rule
 */
export function readTopology(topology: unknown): Topology {
  const outer = record('modelTopology', topology);
  const model = record('modelTopology', outer.model_config ?? outer);
  const className = text('the class of the model', model.class_name);
  if (className === 'Sequential') return sequentialTopology(model.config);
  if (className === 'Model' || className === 'Functional')
    return functionalTopology(record('config', model.config));
  throw new RangeError(`the model is a ${className}; Sequential, Functional and Model are read`);
}

function sequentialTopology(config: unknown): Topology {
  const listed = listOf('layers', isRecord(config) ? config.layers : config).map((layer) =>
    layerOf(layer, []),
  );
  const [first, ...others] = listed;
  if (first === undefined) throw new RangeError('the model has no layers');
  const hasInput = first.className === 'InputLayer';
  const input = hasInput ? first : { ...first, name: `${first.name}_input`, className: 'InputLayer' };
  const rest = hasInput ? others : listed;
  const layers = rest.map((layer, index) => ({ ...layer, inputs: [(rest[index - 1] ?? input).name] }));
  return checked({ input: inputOf(input), layers, output: (layers.at(-1) ?? input).name });
}

function functionalTopology(config: JsonRecord): Topology {
  const all = listOf('layers', config.layers).map((layer) => layerOf(layer, inboundNames(layer)));
  const input = onlyName('input', config.input_layers);
  const output = onlyName('output', config.output_layers);
  const inputLayer = all.find(({ name }) => name === input);
  if (inputLayer === undefined) throw new RangeError(`the input layer "${input}" is not among the layers`);
  return checked({
    input: inputOf(inputLayer),
    layers: ordered(
      all.filter((layer) => layer !== inputLayer),
      input,
    ),
    output,
  });
}

function layerOf(value: unknown, inputs: readonly string[]): KerasLayer {
  const layer = record('a layer', value);
  const config = record('the config of a layer', layer.config);
  const name = text('the name of a layer', layer.name ?? config.name);
  return { name, className: text(`layer "${name}": its class`, layer.class_name), config, inputs };
}

/** Keras 2 lists [name, node, tensor, arguments]; Keras 3 hides [name, node, tensor] in the arguments of a call. */
function inboundNames(value: unknown): string[] {
  const layer = record('a layer', value);
  const nodes = listOf('inbound_nodes', layer.inbound_nodes);
  const name = shown(layer.name);
  if (nodes.length > 1) throw new RangeError(`layer ${name} is applied ${nodes.length} times; once is read`);
  const [node] = nodes;
  const calls = isRecord(node) ? histories(node.args) : listOf('inbound_nodes', node ?? []);
  return calls.map((call) => {
    const [source, index, tensor] = listOf('inbound_nodes', call);
    if (index !== 0 || tensor !== 0)
      throw new RangeError(`layer ${name} reads ${shown(call)}; only first outputs are read`);
    return text('inbound_nodes', source);
  });
}

function histories(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(histories);
  if (!isRecord(value)) return [];
  const { config } = value;
  return isRecord(config) && config.keras_history !== undefined ? [config.keras_history] : [];
}

/** Either [name, 0, 0], or a list of one such. */
function onlyName(what: string, value: unknown): string {
  const list = listOf(`${what}_layers`, value);
  const [first] = list;
  const entry = Array.isArray(first) ? first : list;
  if (Array.isArray(first) && list.length !== 1) {
    throw new RangeError(`a model here has one ${what}, this one has ${list.length}`);
  }
  return text(`${what}_layers`, entry[0]);
}

function inputOf({ name, config }: KerasLayer): Topology['input'] {
  const sizes = listOf(`layer "${name}": batch_input_shape`, config.batch_input_shape ?? config.batch_shape);
  const shape = sizes.slice(1) as number[];
  if (!shape.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw new RangeError(
      `layer "${name}": all axes but the batch must have fixed sizes, got ${shown(sizes)}`,
    );
  }
  const { dtype = 'float32' } = config;
  const type = isRecord(dtype) ? 'float32' : dtype;
  if (type !== 'float32' && type !== 'uint8') {
    throw new RangeError(
      `layer "${name}": inputs of dtype ${shown(type)} are not read, only float32 and uint8`,
    );
  }
  return { name, shape, type };
}

/** Each layer behind those that it reads. */
function ordered(layers: readonly KerasLayer[], input: string): KerasLayer[] {
  const made = new Set([input]);
  const order: KerasLayer[] = [];
  let waiting = layers;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ inputs }) => inputs.length > 0 && inputs.every((name) => made.has(name)));
    if (ready.length === 0) throw new RangeError(whyNot(waiting, layers));
    for (const layer of ready) made.add(layer.name);
    order.push(...ready);
    const done = new Set(ready);
    waiting = waiting.filter((layer) => !done.has(layer));
  }
  return order;
}

function whyNot(waiting: readonly KerasLayer[], all: readonly KerasLayer[]): string {
  const names = new Set(all.map(({ name }) => name));
  for (const { name, inputs } of waiting) {
    const unknown = inputs.find((source) => !names.has(source));
    if (unknown !== undefined) return `layer "${name}" reads "${unknown}", which is not among the layers`;
    if (inputs.length === 0) return `layer "${name}" reads no other; a model here has one input`;
  }
  return `the layers ${waiting
    .map(({ name }) => `"${name}"`)
    .slice(0, 5)
    .join(', ')} read each other in a circle`;
}

function checked(topology: Topology): Topology {
  const names = new Set([topology.input.name]);
  for (const { name } of topology.layers) {
    if (names.has(name)) throw new RangeError(`two layers are named "${name}"`);
    names.add(name);
  }
  if (!names.has(topology.output))
    throw new RangeError(`the output layer "${topology.output}" is not among the layers`);
  return topology;
}
