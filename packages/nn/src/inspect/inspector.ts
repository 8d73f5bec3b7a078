// Looks inside a network: one program measures every layer on a probe, a fixed set of inputs.
import { printActivation } from '@rectify/activations';
import type { Engine, NumberArray, Program, Variables } from '../engines/engine.js';
import { type Graph, leavesOf } from '../graph/graph.js';
import { sizeOf } from '../graph/shape.js';
import type { ActivationSite } from '../layers/layer.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';
import { positiveInteger } from '../positiveInteger.js';
import type { PredictorOptions } from '../predictor.js';
import type { LossDescription } from '../trainingGraph.js';
import { inspectionGraph, passWithLoss, passWithoutLoss } from './inspectionGraph.js';
import { learnedSlopes } from './learnedSlopes.js';
import type { BatchSums } from './measurements.js';
import { judgeLayer, type LayerMeasurements } from './unitHealth.js';

/** One activation layer on a probe. */
export interface LayerInspection extends LayerMeasurements {
  readonly layer: string;
  /** Printed spec, such as `leaky_relu:0.01`. */
  readonly activation: string;
  /** The slopes of a PReLU, one per channel or one for all; empty for other activations. */
  readonly learnedSlopes: readonly number[];
}

/** Measures the units of a network with a compiled program. */
export interface UnitInspector<Probe> {
  /**
   * The layers in the order in which they are applied. The probe is judged as a whole, whatever the batch size.
   *
   * @param probe - inputs, flat; their number must be a multiple of the batch size
   * @throws RangeError if it is not
   */
  inspect(probe: Probe): Promise<LayerInspection[]>;
  /** Frees the program; the state stays usable. */
  dispose(): Promise<void>;
}

/** An inspection with a loss, such as that of the training: it tells how the gradient reaches the layers. */
export interface LossInspectorOptions<Inputs extends string, Copy extends string>
  extends PredictorOptions,
    LossDescription<Inputs, Copy> {
  /** The numbers of the copies that the loss uses, such as those of the trainer. */
  readonly copies?: Readonly<Record<Copy, ModelState>>;
}

/** Several inputs by name, each flat. */
type Feeds<Inputs extends string = string> = Readonly<Record<Inputs, NumberArray>>;

/**
 * Compiles the inspection of a model, in evaluation mode; it reads the same state as the programs that train it.
 *
 * With a loss, the pass that is inspected is the first call of `predict` in it, and a probe has all inputs of the loss.
 * The loss of a probe is the mean of its batches' losses.
 *
 * @throws RangeError if the batch size is no positive integer, the state does not fit the model, a name is taken, or the
 *   loss is no scalar or never calls `predict`
 * @example
 * const inspector = await compileInspector(engine, {
 *   model,
 *   state: trainer.state,
 *   batchSize: 64,
 *   inputs: { x: [2], y: [1] },
 *   loss: ({ predict, x, y }) => huber(predict(x), y),
 * });
 * const layers = await inspector.inspect({ x, y });
 * for (const { layer, health } of layers) shares.set(layer, health.weakGradientShare);
 */
export function compileInspector<Inputs extends string, Copy extends string = never>(
  engine: Engine,
  options: LossInspectorOptions<Inputs, Copy>,
): Promise<UnitInspector<Feeds<Inputs>>>;
export function compileInspector(
  engine: Engine,
  options: PredictorOptions,
): Promise<UnitInspector<NumberArray>>;
export async function compileInspector(
  engine: Engine,
  options: PredictorOptions | LossInspectorOptions<string, string>,
): Promise<UnitInspector<NumberArray | Feeds>> {
  positiveInteger('compileInspector: batchSize', options.batchSize);
  const withLoss = 'loss' in options;
  const pass = withLoss ? passWithLoss(options) : passWithoutLoss(options);
  const graph = inspectionGraph(pass);
  const copies = withLoss ? copiedVariables(options.copies ?? {}) : {};
  const program = await engine.compile(graph, { ...options.state, ...copies });
  return {
    inspect: async (probe) => {
      const feeds = ArrayBuffer.isView(probe) ? { input: probe } : probe;
      const batches = await runBatches(program, graph, feeds);
      const slopes = new Map(
        learnedSlopes(options.model, options.state).map((own) => [own.layer, own.slopes]),
      );
      return pass.sites.map((site, place) => ({
        layer: site.layer,
        activation: printActivation(site.activation),
        ...judgeLayer(site.layer, sumsOf(batches, place), entriesOf(site)),
        learnedSlopes: slopes.get(site.layer) ?? [],
      }));
    },
    dispose: () => program.dispose(),
  };
}

/** The variables of copies under the names that a graph knows them by. */
function copiedVariables(copies: Readonly<Record<string, ModelState>>): Variables {
  return Object.fromEntries(
    Object.entries(copies).flatMap(([name, { parameters, statistics }]) => [
      [`${name}.parameters`, parameters],
      [`${name}.statistics`, statistics],
    ]),
  );
}

/**
 * Inspects a model once.
 *
 * @param probe - inputs, flat
 * @throws RangeError if the probe is no whole number of inputs, or the state does not fit the model
 * @example
 * const [first] = await inspect(engine, { model, state: trainer.state }, x);
 * const neverPositive = first?.perUnit.positiveShare.filter((share) => share === 0);
 */
export async function inspect(
  engine: Engine,
  { model, state }: { readonly model: Model; readonly state: ModelState },
  probe: NumberArray,
): Promise<LayerInspection[]> {
  const size = sizeOf(model.inputShape);
  requireMultiple('the probe', probe, size);
  const inspector = await compileInspector(engine, { model, state, batchSize: probe.length / size });
  try {
    return await inspector.inspect(probe);
  } finally {
    await inspector.dispose();
  }
}

type Results = Readonly<Record<string, NumberArray>>;

/** Runs the program on one batch of the probe after the other. */
async function runBatches(program: Program, graph: Graph, probe: Feeds): Promise<Results[]> {
  const inputs = [...leavesOf(graph, 'input')].map(([name, { shape }]) => {
    const what = Object.keys(probe).length === 1 ? 'the probe' : `"${name}" of the probe`;
    const content = probe[name] ?? new Float32Array();
    requireMultiple(what, content, sizeOf(shape));
    return { name, content, size: sizeOf(shape) };
  });
  const counts = inputs.map(({ content, size }) => content.length / size);
  const count = Math.max(0, ...counts);
  if (counts.some((other) => other !== count)) {
    const each = inputs.map(({ name }, index) => `${name} ${counts[index]}`).join(', ');
    throw new RangeError(
      `inspect: the inputs of the probe must make the same number of batches, got ${each}`,
    );
  }
  const results: Results[] = [];
  for (let batch = 0; batch < count; batch++) {
    const feeds = inputs.map(({ name, content, size }) => [
      name,
      content.subarray(batch * size, (batch + 1) * size),
    ]);
    results.push(await program.run(Object.fromEntries(feeds)));
  }
  return results;
}

function requireMultiple(what: string, { length }: NumberArray, size: number): void {
  if (length === 0 || length % size !== 0)
    throw new RangeError(`inspect: ${what} must hold a multiple of ${size} numbers, got ${length}`);
}

/** The sums of one layer, batch by batch. */
function sumsOf(batches: readonly Results[], place: number): BatchSums<NumberArray>[] {
  const prefix = `${place}/`;
  return batches.map((results) => {
    const own = Object.entries(results).filter(([name]) => name.startsWith(prefix));
    // `inspectionGraph` named them after their fields.
    return Object.fromEntries(
      own.map(([name, sums]) => [name.slice(prefix.length), sums]),
    ) as unknown as BatchSums<NumberArray>;
  });
}

/** Entries of one unit in a batch. */
function entriesOf({ preActivation: { shape } }: ActivationSite): number {
  return sizeOf(shape) / (shape[1] ?? 1);
}
