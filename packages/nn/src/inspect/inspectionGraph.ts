// What the program of an inspection computes: the sums of every layer, in one graph.
import { copyVariables } from '../copies.js';
import { gradients } from '../graph/gradients.js';
import type { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';
import type { ActivationSite } from '../layers/layer.js';
import { bindVariables, type PredictorOptions, traceEvaluation } from '../predictor.js';
import { type LossDescription, requireDistinctNames, traceLoss } from '../trainingGraph.js';
import { measure } from './measurements.js';

/** A pass through a model, ready to be measured. */
interface InspectedPass {
  readonly sites: readonly ActivationSite[];
  /** Gradients of the loss with respect to the pre-activations, in order; empty without a loss. */
  readonly gradients: readonly Value[];
}

/** A pass of a model behind an input named `input`. */
export function passWithoutLoss(options: Pick<PredictorOptions, 'model' | 'batchSize'>): InspectedPass {
  return { sites: traceEvaluation(options).activations, gradients: [] };
}

/**
 * The pass that the first call of `predict` in a loss makes.
 *
 * @throws RangeError if a name is taken, or the loss is no scalar or never calls `predict`
 */
export function passWithLoss<Inputs extends string, Copy extends string>(
  options: LossDescription<Inputs, Copy> & { readonly copies?: Readonly<Record<Copy, unknown>> },
): InspectedPass {
  const { model, inputs, copies = {} as Record<Copy, unknown> } = options;
  requireDistinctNames('compileInspector', [...Object.keys(inputs), ...Object.keys(copies)]);
  const { result, predictions } = traceLoss(options, bindVariables(model), {
    copied: copyVariables(model, copies),
    training: false,
  });
  const [pass] = predictions;
  if (pass === undefined) throw new RangeError('compileInspector: the loss never calls predict');
  const loss = 'loss' in result ? result.loss : result;
  const preActivations = pass.activations.map(({ preActivation }) => preActivation);
  return { sites: pass.activations, gradients: gradients(loss, preActivations) };
}

/** The graph whose outputs are the sums of every layer, by its place and their name. */
export function inspectionGraph({ sites, gradients: gradientOf }: InspectedPass): Graph {
  const outputs = sites.flatMap((site, place) =>
    Object.entries(measure(site, gradientOf[place] ?? null)).map(
      ([name, value]: [string, Value]) => [`${place}/${name}`, value] as const,
    ),
  );
  return { outputs: Object.fromEntries(outputs), updates: {} };
}
