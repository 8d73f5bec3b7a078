// Model files that were damaged, or made to do damage.
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type DecodedModel, decodeModel, encodeModel, type ModelProto } from '../src/engines/onnx/schema.js';
import { loadModel } from '../src/files.js';
import {
  activation,
  batchNorm,
  conv2d,
  createEngine,
  createModelState,
  dense,
  exportLayersModel,
  exportOnnx,
  flatten,
  importLayersModel,
  importOnnx,
  ModelFileError,
  sequential,
} from '../src/index.js';

const model = sequential([conv2d(2), batchNorm(), activation('prelu'), flatten(), dense(2)], {
  inputShape: [1, 4, 4],
});
const state = createModelState(await createEngine('reference'), model);
const onnx = exportOnnx(model, state);
const layersModel = exportLayersModel(model, state);
const TERABYTES = 2 ** 42;

const folder = mkdtempSync(join(tmpdir(), 'rectify-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Graph = NonNullable<DecodedModel['graph']>;
type Changes = { -readonly [Key in keyof Graph]?: Graph[Key] };

/** The model with parts of its graph replaced. */
function onnxWith(change: (graph: Graph) => Changes): Uint8Array {
  const decoded = decodeModel(onnx);
  const graph = { ...(decoded.graph as Graph), ...change(decoded.graph as Graph) };
  return encodeModel({ ...decoded, graph } as unknown as ModelProto);
}

const tensorChanged =
  (changes: object) =>
  ({ initializer }: Graph): Changes => ({
    initializer: initializer.map((tensor, index) => (index === 0 ? { ...tensor, ...changes } : tensor)),
  });

const nodeChanged =
  (index: number, changes: object) =>
  ({ node }: Graph): Changes => ({
    node: node.map((one, place) => (place === index ? { ...one, ...changes } : one)),
  });

const attributesOf = (attributes: Record<string, number[]>) =>
  Object.entries(attributes).map(([name, ints]) => ({ name, type: 7, ints }));

const sized =
  (dim_value: number) =>
  ({ input }: Graph): Changes => ({
    input: input.map((value) => ({
      ...value,
      type: {
        tensor_type: {
          elem_type: 1,
          shape: { dim: [1, 1, dim_value, 4].map((dim) => ({ dim_value: dim, dim_param: '' })) },
        },
      },
    })),
  });

describe('an ONNX file is refused', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['empty', () => new Uint8Array(), 'it holds no graph'],
    ['cut off', () => onnx.subarray(0, onnx.length / 2), 'it is no ONNX file, or it is cut off or damaged'],
    ['text', () => new TextEncoder().encode('no model at all'), 'it is no ONNX file'],
    [
      'a length of terabytes',
      () => Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
      'it is no ONNX file',
    ],
    [
      'a tensor of terabytes',
      () => onnxWith(tensorChanged({ dims: [TERABYTES] })),
      'shape [4398046511104] has 4398046511104 elements, the file holds 18',
    ],
    [
      'a shape whose product overflows',
      () => onnxWith(tensorChanged({ dims: [2 ** 40, 2 ** 40, 2 ** 40] })),
      'the file holds 18',
    ],
    [
      'a negative size',
      () => onnxWith(tensorChanged({ dims: [-2, -9] })),
      'must be integers from 0 up, got [-2, -9]',
    ],
    [
      'a tensor that is too short',
      () => onnxWith(tensorChanged({ dims: [2, 1, 3, 2] })),
      'has 12 elements, the file holds 18',
    ],
    ['half an element', () => onnxWith(tensorChanged({ raw_data: new Uint8Array(71) })), 'the file holds 17'],
    ['double precision', () => onnxWith(tensorChanged({ data_type: 11 })), 'element type double is not read'],
    ['weights that are integers', () => onnxWith(tensorChanged({ data_type: 6 })), 'must hold float32'],
    [
      'an element type that does not exist',
      () => onnxWith(tensorChanged({ data_type: 99 })),
      'element type 99 is not read',
    ],
    [
      'two tensors of a name',
      () => onnxWith(({ initializer }) => ({ initializer: [...initializer, ...initializer.slice(0, 1)] })),
      'two tensors are named "0.conv2d.weight"',
    ],
    [
      'a missing tensor',
      () => onnxWith(({ initializer }) => ({ initializer: initializer.slice(1) })),
      'which nothing before it makes',
    ],
    [
      'a circle',
      () => onnxWith(({ node }) => ({ node: node.toReversed() })),
      'which nothing before it makes',
    ],
    [
      'a node that reads itself',
      () => onnxWith(nodeChanged(0, { input: ['x'], output: ['x'] })),
      'reads "x", which nothing',
    ],
    [
      'a name made twice',
      () => onnxWith(({ node }) => ({ node: [...node, ...node.slice(0, 1)] })),
      'a second time',
    ],
    [
      'an output that nothing makes',
      () => onnxWith(({ output }) => ({ output: output.map((one) => ({ ...one, name: 'lost' })) })),
      'no node makes the output "lost"',
    ],
    [
      'two outputs',
      () => onnxWith(({ output }) => ({ output: [...output, ...output] })),
      'a model here has one output, this one has 2: output, output',
    ],
    ['no input', () => onnxWith(() => ({ input: [] })), 'a model here has one input, this one has 0: none'],
    ['an input of no size', () => onnxWith(sized(0)), 'axis 2 must have a fixed size from 1 up, got 0'],
    [
      'an input of negative size',
      () => onnxWith(sized(-4)),
      'axis 2 must have a fixed size from 1 up, got -4',
    ],
    ['an input of terabytes', () => onnxWith(sized(TERABYTES)), 'node "'],
    [
      'an operator that is not read',
      () => onnxWith(nodeChanged(0, { op_type: 'Loop' })),
      'the operator Loop is not read',
    ],
    [
      'an operator named like a property of objects',
      () => onnxWith(nodeChanged(0, { op_type: 'toString' })),
      'the operator toString is not read',
    ],
    [
      'an operator of strangers',
      () => onnxWith(nodeChanged(0, { domain: 'com.example', op_type: 'Evil' })),
      'operator com.example.Evil is not of the standard',
    ],
    ['a node without operands', () => onnxWith(nodeChanged(0, { input: [] })), 'it has no operand 0'],
    [
      'a stride of 0',
      () => onnxWith(nodeChanged(0, { attribute: attributesOf({ strides: [0, 0] }) })),
      'strides must be two integers from 1 up, got [0, 0]',
    ],
    [
      'negative padding',
      () => onnxWith(nodeChanged(0, { attribute: attributesOf({ pads: [-1, 0, 0, 0] }) })),
      'pads [-1, 0, 0, 0] are not read',
    ],
    [
      'padding of terabytes',
      () => onnxWith(nodeChanged(0, { attribute: attributesOf({ pads: [TERABYTES, 0, 0, 0] }) })),
      'node "',
    ],
  ])('%s', (_, file, message) => {
    const load = () => importOnnx(file(), { file: 'evil.onnx' });
    expect(load).toThrow(ModelFileError);
    expect(load).toThrow(/^cannot load "evil.onnx": /);
    expect(load).toThrow(message);
  });
});

type Json = Record<string, unknown>;
interface LayersJson extends Json {
  modelTopology: { class_name: string; config: { layers: Json[] } & Json };
  weightsManifest: { paths: string[]; weights: Json[] }[];
}

/** The Layers model with its description changed. */
function layersWith(change: (json: LayersJson) => unknown): ReadonlyMap<string, Uint8Array> {
  const json = JSON.parse(new TextDecoder().decode(layersModel.get('model.json'))) as LayersJson;
  const changed = change(json);
  const moments = ['moments.bin', new Uint8Array(16)] as const;
  return new Map([
    ...layersModel,
    moments,
    ['model.json', new TextEncoder().encode(JSON.stringify(changed ?? json))],
  ]);
}

const weightChanged = (changes: Json) => (json: LayersJson) => {
  Object.assign(json.weightsManifest[0]?.weights[0] as Json, changes);
};

const layerChanged = (className: string, changes: Json) => (json: LayersJson) => {
  const layer = json.modelTopology.config.layers.find(({ class_name }) => class_name === className) as Json;
  layer.config = { ...(layer.config as Json), ...changes };
};

describe('a Layers model is refused', () => {
  it.each<[string, (json: LayersJson) => unknown, string]>([
    ['a list', () => [], 'model.json must be an object, got []'],
    ['no layers', () => ({}), 'modelTopology must be an object, got nothing'],
    ['a graph model', () => ({ format: 'graph-model' }), 'it is a graph model; only Layers models are read'],
    [
      'another class of model',
      (json) => {
        json.modelTopology.class_name = 'Evil';
      },
      'the model is a Evil',
    ],
    [
      'no manifest',
      (json) => ({ ...json, weightsManifest: undefined }),
      'weightsManifest must be a list, got nothing',
    ],
    [
      'a weight of terabytes',
      weightChanged({ shape: [TERABYTES] }),
      'has 4398046511104 elements, the file holds',
    ],
    [
      'a shape whose product overflows',
      weightChanged({ shape: [2 ** 40, 2 ** 40, 2 ** 40] }),
      'elements, the file holds',
    ],
    [
      'a negative size',
      weightChanged({ shape: [-3, -6] }),
      'its shape must be integers from 0 up, got [-3, -6]',
    ],
    ['a shape that is none', weightChanged({ shape: 'large' }), 'shape must be a list, got "large"'],
    ['another dtype', weightChanged({ dtype: 'complex64' }), 'dtype "complex64" is not read, only float32'],
    ['an unknown quantization', weightChanged({ quantization: { dtype: 'toString' } }), 'is not read'],
    [
      'too few weights',
      (json) => {
        json.weightsManifest[0]?.weights.pop();
      },
      'bytes, the files have',
    ],
    [
      'a weight twice',
      (json) => {
        Object.assign(json.weightsManifest[0]?.weights[1] as Json, { name: '0.conv2d/kernel' });
      },
      'two weights are named "0.conv2d/kernel"',
    ],
    [
      'a weight of no layer',
      weightChanged({ name: 'nobody/kernel' }),
      'weight "nobody/kernel" belongs to no layer',
    ],
    [
      'a missing weight',
      weightChanged({ name: '0.conv2d/seed' }),
      'layer "0.conv2d" (Conv2D): its weight "kernel" is missing',
    ],
    [
      'a missing file',
      (json) => {
        json.weightsManifest[0]?.paths.push('more.bin');
      },
      'the weight file "more.bin" was not given',
    ],
    [
      'two layers of a name',
      (json) => {
        json.modelTopology.config.layers.push(...json.modelTopology.config.layers.slice(-1));
      },
      'two layers are named "output"',
    ],
    [
      'a layer of a class that is not read',
      (json) => {
        (json.modelTopology.config.layers[2] as Json).class_name = 'Lambda';
      },
      '(Lambda): this class of layer is not read',
    ],
    [
      'a class named like a property of objects',
      (json) => {
        (json.modelTopology.config.layers[2] as Json).class_name = 'constructor';
      },
      'this class of layer is not read',
    ],
    [
      'a circle',
      (json) => {
        const [, first, second] = json.modelTopology.config.layers as {
          name: string;
          inbound_nodes: unknown;
        }[];
        if (first && second) first.inbound_nodes = [[[second.name, 0, 0, {}]]];
      },
      'read each other in a circle',
    ],
    [
      'a layer that reads nobody',
      (json) => {
        (json.modelTopology.config.layers[1] as Json).inbound_nodes = [[['nobody', 0, 0, {}]]];
      },
      'reads "nobody", which is not among the layers',
    ],
    [
      'layers that are none',
      (json) => {
        json.modelTopology.config.layers = [null as unknown as Json];
      },
      'a layer must be an object, got null',
    ],
    [
      'an input without sizes',
      layerChanged('InputLayer', { batch_input_shape: [null, null, 4, 1] }),
      'must have fixed sizes',
    ],
    [
      'an input of terabytes',
      layerChanged('InputLayer', { batch_input_shape: [null, 1, TERABYTES, 4] }),
      'layer "',
    ],
    [
      'an average over terabytes',
      (json) => {
        layerChanged('InputLayer', { batch_input_shape: [null, 1, 2 ** 21, 2 ** 21] })(json);
        const pooling = { class_name: 'AveragePooling2D', config: { pool_size: 2 ** 20 } };
        Object.assign(json.modelTopology.config.layers[2] as Json, pooling);
      },
      'its window or map has',
    ],
    [
      'more channels than moments',
      (json) => {
        layerChanged('InputLayer', { batch_input_shape: [null, TERABYTES] })(json);
        const [input, ...others] = json.modelTopology.config.layers;
        const norm = others.find(({ class_name }) => class_name === 'BatchNormalization') as Json;
        json.modelTopology.config.layers = [
          input as Json,
          { ...norm, inbound_nodes: [[['input', 0, 0, {}]]] },
        ];
        json.modelTopology.config.output_layers = [['1.batchNorm', 0, 0]];
        const [group] = json.weightsManifest;
        const moments = (group?.weights ?? []).filter(({ name }) => String(name).includes('/moving_'));
        json.weightsManifest = [
          { paths: [], weights: [] },
          { paths: ['moments.bin'], weights: moments },
        ];
      },
      'layer "1.batchNorm"',
    ],
    [
      'a stride of 0',
      layerChanged('Conv2D', { strides: [0, 1] }),
      'strides must be integers from 1 up, got [0,1]',
    ],
    [
      'an activation that is none',
      layerChanged('Dense', { activation: 'hasOwnProperty' }),
      'the activation "hasOwnProperty" is not read',
    ],
    [
      'an epsilon that is text',
      layerChanged('BatchNormalization', { epsilon: 'small' }),
      'epsilon must be a number, got "small"',
    ],
  ])('%s', (_, change, message) => {
    const load = () => importLayersModel(layersWith(change), 'evil.json');
    expect(load).toThrow(ModelFileError);
    expect(load).toThrow(/^cannot load "evil.json": /);
    expect(load).toThrow(message);
  });
});

describe('a file', () => {
  it.each([
    '/etc/passwd',
    '../secret.bin',
    'below/../../secret.bin',
    'C:\\secret.bin',
    'file:///etc/passwd',
    '',
    '.',
  ])('of weights is read from the own folder only, not %j', async (path) => {
    const inner = join(folder, 'inner');
    mkdirSync(join(inner, 'below'), { recursive: true });
    writeFileSync(join(folder, 'secret.bin'), 'secret');
    const file = join(inner, 'model.json');
    const files = layersWith((json) => {
      json.weightsManifest = [{ paths: [path], weights: [] }];
    });
    writeFileSync(file, files.get('model.json') as Uint8Array);
    await expect(loadModel(file)).rejects.toThrow(ModelFileError);
    await expect(loadModel(file)).rejects.toThrow(`it refers to "${path}", which is not in its own folder`);
    const external = onnxWith(
      tensorChanged({
        raw_data: new Uint8Array(),
        data_location: 1,
        external_data: [{ key: 'location', value: path }],
      }),
    );
    writeFileSync(join(inner, 'model.onnx'), external);
    await expect(loadModel(join(inner, 'model.onnx'))).rejects.toThrow('which is not in its own folder');
  });

  it.skipIf(process.platform === 'win32')(
    'of weights that is a link out of the folder is not read',
    async () => {
      const inner = join(folder, 'linked');
      mkdirSync(inner);
      writeFileSync(join(folder, 'outside.bin'), 'outside');
      symlinkSync('../outside.bin', join(inner, 'weights.bin'));
      const files = layersWith((json) => {
        json.weightsManifest = [{ paths: ['weights.bin'], weights: [] }];
      });
      writeFileSync(join(inner, 'model.json'), files.get('model.json') as Uint8Array);
      await expect(loadModel(join(inner, 'model.json'))).rejects.toThrow('which is not in its own folder');
    },
  );

  it.each([
    ['0', '999999999999'],
    ['999999999999', '4'],
    ['-4', '8'],
    ['0.5', '4'],
    ['one', '4'],
  ])('with weights from byte %s on for %s bytes is not believed', async (offset, length) => {
    const external_data = Object.entries({ location: 'data', offset, length }).map(([key, value]) => ({
      key,
      value,
    }));
    const file = join(folder, 'external.onnx');
    writeFileSync(join(folder, 'data'), new Uint8Array(72));
    writeFileSync(
      file,
      onnxWith(tensorChanged({ raw_data: new Uint8Array(), data_location: 1, external_data })),
    );
    await expect(loadModel(file)).rejects.toThrow(
      /tensor "0.conv2d.weight": bytes .* are not in "data", which has 72/,
    );
  });

  it('that is not there, a folder, of another kind, or terabytes of nothing is named', async () => {
    const missing = join(folder, 'missing.onnx');
    await expect(loadModel(missing)).rejects.toThrow(`cannot load "${missing}": no such file`);
    mkdirSync(join(folder, 'folder.onnx'));
    await expect(loadModel(join(folder, 'folder.onnx'))).rejects.toThrow('it is not a file');
    await expect(loadModel(join(folder, 'model.pt'))).rejects.toThrow('ends with .onnx, or with .json');
    const sparse = join(folder, 'sparse.onnx');
    writeFileSync(sparse, onnx);
    truncateSync(sparse, TERABYTES);
    await expect(loadModel(sparse)).rejects.toThrow(ModelFileError);
  });

  it('that is whole is read, through another name for it too', async () => {
    const file = join(folder, 'whole.onnx');
    writeFileSync(file, onnx);
    linkSync(file, join(folder, 'same.onnx'));
    expect((await loadModel(join(folder, 'same.onnx'))).parameterCount).toBe(model.parameterCount);
  });
});

/** A file with a byte changed and its end cut off. */
function damaged(file: Uint8Array) {
  return fc
    .record({
      index: fc.nat(file.length - 1),
      byte: fc.nat(255),
      end: fc.oneof(fc.constant(file.length), fc.nat(file.length)),
    })
    .map(({ index, byte, end }) => file.with(index, byte).subarray(0, end));
}

function loadsOrSaysWhy(load: () => unknown): void {
  try {
    load();
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
  }
}

describe('a damaged file gives a model or a ModelFileError, and takes little memory', () => {
  const torch = readFileSync(fileURLToPath(new URL('files/viewed-old.onnx', import.meta.url)));

  it.each([
    ['our own', onnx],
    ["PyTorch's", Uint8Array.from(torch)],
  ])('ONNX: %s', (_, file) => {
    const before = process.memoryUsage().rss;
    fc.assert(
      fc.property(damaged(file), (bytes) => loadsOrSaysWhy(() => importOnnx(bytes))),
      { numRuns: 1000 },
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });

  it('model.json', () => {
    const json = layersModel.get('model.json') as Uint8Array;
    fc.assert(
      fc.property(damaged(json), (bytes) =>
        loadsOrSaysWhy(() => importLayersModel(new Map([...layersModel, ['model.json', bytes]]))),
      ),
      { numRuns: 1000 },
    );
  });

  it('model.json with other values', () => {
    const paths = leaves(JSON.parse(new TextDecoder().decode(layersModel.get('model.json'))));
    const value = fc.oneof(
      fc.constantFrom(0, -1, 0.5, 2 ** 42, 2 ** 53, null, '', [], {}, true),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, replacement) => {
        loadsOrSaysWhy(() => importLayersModel(layersWith((json) => replaced(json, path, replacement))));
      }),
      { numRuns: 1000 },
    );
  });
});

/** The paths to everything inside a JSON value. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))];
}

function replaced(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(json) ? [...json] : { ...(json as Json) }) as Json;
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}
