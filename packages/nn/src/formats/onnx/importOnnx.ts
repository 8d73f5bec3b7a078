// An ONNX file as a model: its nodes are applied one after another, its weights are the initial numbers.
import type { Value } from '../../graph/value.js';
import type { Layer, Scope } from '../../layers/layer.js';
import { createModel, type Model } from '../../model.js';
import { ModelFileError } from '../modelFileError.js';
import { StoredWeights } from '../storedWeights.js';
import { importRows } from './importRows.js';
import { type ImportContext, ImportSite, type Item, isValue } from './importSite.js';
import { joinActivations } from './joinActivations.js';
import { decodeOnnx, type OnnxGraph, type OnnxNode, readGraph } from './onnxGraph.js';
import type { ExternalFiles } from './onnxTensor.js';

/** What belongs to the bytes of an ONNX file. */
export interface OnnxImportOptions {
  /** Name of the file, for errors; default `model.onnx`. */
  readonly file?: string;
  /** Tensors that lie in files of their own, by location. */
  readonly external?: ExternalFiles;
}

/**
 * Makes a model of an ONNX file, as PyTorch, Keras converters and `exportOnnx` write it. Its initial numbers are those of
 * the file: what the layers learn are parameters, the moments of batch normalisation statistics.
 *
 * Constants that meet arithmetic are learned if they have more than one element, except in files of our own, whose
 * constants are named as such.
 *
 * @throws ModelFileError if the file breaks the format, or naming the operator that is not read
 * @example
 * const imported = importOnnx(bytes);
 */
export function importOnnx(
  bytes: Uint8Array,
  { file = 'model.onnx', external = new Map() }: OnnxImportOptions = {},
): Model {
  return ModelFileError.around(file, () => {
    const graph = readGraph(decodeOnnx(bytes), external);
    const nodes = joinActivations(graph);
    const unread = nodes.find(({ type }) => !Object.hasOwn(importRows, type));
    if (unread !== undefined) {
      throw new RangeError(`node "${unread.name}": the operator ${unread.type} is not read`);
    }
    const { shape: inputShape, type: inputType } = graph.input;
    return createModel(importedLayer({ ...graph, nodes }), { inputShape, inputType });
  });
}

function importedLayer(graph: OnnxGraph): Layer {
  return {
    kind: 'onnx',
    apply: (input, scope) => {
      const items = new Map<string, Item>([...graph.constants, [graph.input.name, input]]);
      const context = contextOf(graph, input, scope);
      for (const node of graph.nodes) applyNode(node, items, context);
      const output = items.get(graph.output);
      if (output === undefined || !isValue(output))
        throw new RangeError(`the output "${graph.output}" is constant`);
      return output;
    },
  };
}

function contextOf({ fixedBatch, isOurs }: OnnxGraph, input: Value, scope: Scope): ImportContext {
  return {
    scope,
    weights: new StoredWeights(scope),
    batch: input.shape[0] ?? 1,
    fixedBatch,
    isOurs,
    isLearned: ({ name }) => name !== '' && !(isOurs && name.startsWith('%')),
  };
}

function applyNode(node: OnnxNode, items: Map<string, Item>, context: ImportContext): void {
  const row = importRows[node.type];
  if (row === undefined) throw new RangeError(`node "${node.name}": the operator ${node.type} is not read`);
  const site = new ImportSite(
    node,
    node.inputs.map((name) => items.get(name)),
    context,
  );
  const made = applyRow(site, () => row(site));
  node.outputs.forEach((name, index) => {
    const item = made[index];
    if (item !== undefined) items.set(name, item);
  });
}

/** An error of the graph, such as of shapes that do not fit, names the node. */
function applyRow(site: ImportSite, row: () => Item | readonly Item[]): readonly Item[] {
  try {
    const made = row();
    return Array.isArray(made) ? made : [made as Item];
  } catch (cause) {
    const { message } = cause as Error;
    throw message.startsWith('node "') ? cause : site.error(message);
  }
}
