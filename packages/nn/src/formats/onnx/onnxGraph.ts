// An ONNX file as a graph that can be applied: one input, one output, nodes in order, constants by name.
import {
  type DecodedAttribute,
  type DecodedModel,
  type DecodedNode,
  type DecodedValueInfo,
  decodeModel,
  ONNX_TYPES,
} from '../../engines/onnx/schema.js';
import type { Shape } from '../../graph/shape.js';
import { type ExternalFiles, externalPlace, type OnnxConstant, readTensor } from './onnxTensor.js';

/** One operation. An input of the empty name is left out. */
export interface OnnxNode {
  /** For messages and names; never empty. */
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, DecodedAttribute>;
}

/** A checked file. */
export interface OnnxGraph {
  readonly input: {
    readonly name: string;
    readonly shape: Shape;
    readonly type: 'float32' | 'uint8' | 'int32';
  };
  /** The size of the batch axis where the file fixes it. */
  readonly fixedBatch: number | null;
  readonly output: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxConstant>;
  /** Our own files name every parameter; what they name with a leading % is a constant. */
  readonly isOurs: boolean;
}

/**
 * Decodes a file.
 *
 * @throws RangeError if it is no ONNX model
 */
export function decodeOnnx(file: Uint8Array): DecodedModel {
  let decoded: DecodedModel;
  try {
    decoded = decodeModel(file);
  } catch (cause) {
    throw new RangeError(`it is no ONNX file, or it is cut off or damaged (${(cause as Error).message})`, {
      cause,
    });
  }
  if (decoded.graph === null || decoded.opset_import.length === 0) {
    throw new RangeError('it is no ONNX file: it holds no graph');
  }
  return decoded;
}

/** The files besides the model itself that hold its tensors. */
export function externalLocations({ graph }: DecodedModel): string[] {
  const tensors = (graph?.initializer ?? []).filter(({ data_location }) => data_location === 1);
  return [...new Set(tensors.map((tensor) => externalPlace(tensor).location))];
}

/**
 * Checks a decoded file and reads its constants.
 *
 * @throws RangeError naming the node or tensor that breaks a rule
 */
export function readGraph({ graph, producer_name }: DecodedModel, external: ExternalFiles): OnnxGraph {
  if (graph === null) throw new RangeError('it holds no graph');
  if (graph.sparse_initializer.length > 0) throw new RangeError('sparse tensors are not read');
  const constants = new Map<string, OnnxConstant>();
  for (const tensor of graph.initializer) {
    if (constants.has(tensor.name)) throw new RangeError(`two tensors are named "${tensor.name}"`);
    constants.set(tensor.name, readTensor(tensor, external));
  }
  const input = onlyOne(
    'input',
    graph.input.filter(({ name }) => !constants.has(name)),
  );
  const output = onlyOne('output', graph.output);
  const nodes = graph.node.map(readNode);
  checkOrder(nodes, new Set([input.name, ...constants.keys()]), output.name);
  const [batch, ...shape] = inputSizes(input);
  return {
    input: { name: input.name, shape, type: inputType(input) },
    fixedBatch: batch === undefined || batch < 1 ? null : batch,
    output: output.name,
    nodes,
    constants,
    isOurs: producer_name === 'rectify',
  };
}

function onlyOne(what: string, values: readonly DecodedValueInfo[]): DecodedValueInfo {
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) return only;
  const names = values.map(({ name }) => name).join(', ') || 'none';
  throw new RangeError(`a model here has one ${what}, this one has ${values.length}: ${names}`);
}

function inputSizes({ name, type }: DecodedValueInfo): number[] {
  const dims = type?.tensor_type?.shape?.dim;
  if (dims === undefined || dims.length === 0) throw new RangeError(`input "${name}" has no shape`);
  dims.slice(1).forEach(({ dim_value, dim_param }, index) => {
    if (Number.isSafeInteger(dim_value) && dim_value > 0) return;
    const found = dim_param || dim_value;
    throw new RangeError(`input "${name}": axis ${index + 1} must have a fixed size from 1 up, got ${found}`);
  });
  return dims.map(({ dim_value }) => dim_value);
}

/** Ids come as int64 in most files and fit into int32. */
function inputType({ name, type }: DecodedValueInfo): OnnxGraph['input']['type'] {
  const element = type?.tensor_type?.elem_type;
  if (element === ONNX_TYPES.float32) return 'float32';
  if (element === ONNX_TYPES.uint8) return 'uint8';
  if (element === ONNX_TYPES.int32 || element === ONNX_TYPES.int64) return 'int32';
  throw new RangeError(
    `input "${name}" must hold float32, uint8, int32 or int64, got the standard's element type ${element}`,
  );
}

function readNode({ name, op_type, domain, input, output, attribute }: DecodedNode, index: number): OnnxNode {
  const label = name || `${op_type}_${index}`;
  if (domain !== '' && domain !== 'ai.onnx') {
    throw new RangeError(
      `node "${label}": operator ${domain}.${op_type} is not of the standard and not read`,
    );
  }
  return {
    name: label,
    type: op_type,
    inputs: input,
    outputs: output,
    attributes: new Map(attribute.map((entry) => [entry.name, entry])),
  };
}

/** Each node reads what comes before it, and each name is made once: the graph has no cycle. */
function checkOrder(nodes: readonly OnnxNode[], made: Set<string>, output: string): void {
  for (const { name, type, inputs, outputs } of nodes) {
    const missing = inputs.find((input) => input !== '' && !made.has(input));
    if (missing !== undefined) {
      throw new RangeError(`node "${name}" (${type}) reads "${missing}", which nothing before it makes`);
    }
    for (const result of outputs.filter((result) => result !== '')) {
      if (made.has(result)) throw new RangeError(`node "${name}" (${type}) makes "${result}" a second time`);
      made.add(result);
    }
  }
  if (!made.has(output)) throw new RangeError(`no node makes the output "${output}"`);
}
