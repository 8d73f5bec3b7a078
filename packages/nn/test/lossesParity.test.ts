// Losses against PyTorch and torchvision, on every engine: values and gradients under each reduction.
import {
  assertAllClose,
  type GoldenNumber,
  type GoldenTensor,
  golden,
  type Tolerance,
  toNumbers,
} from '@rectify/golden';
import { describe } from 'vitest';
import { createEngine } from '../src/engines/createEngine.js';
import type { Engine } from '../src/engines/engine.js';
import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import { mul } from '../src/graph/arithmetic.js';
import { constant, input, scalar } from '../src/graph/leaves.js';
import { reduceSum } from '../src/graph/reductions.js';
import type { Value } from '../src/graph/value.js';
import {
  completeIntersectionOverUnion,
  distanceIntersectionOverUnion,
  generalizedIntersectionOverUnion,
  intersectionOverUnion,
} from '../src/losses/boxes.js';
import {
  binaryCrossEntropyWithLogits,
  klDivergence,
  softmaxCrossEntropy,
} from '../src/losses/classification.js';
import { focalLossWithLogits } from '../src/losses/focal.js';
import { type Reduction, reduceLosses } from '../src/losses/reduction.js';
import { huber, meanAbsoluteError, meanSquaredError, smoothL1 } from '../src/losses/regression.js';
import { compute, namedGradients } from './conformance/compute.js';
import { engineTest, type Precision, type Subject, skippedTest } from './conformance/subject.js';

interface ReducedLoss {
  readonly value: GoldenTensor | GoldenNumber;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
  readonly grad_output?: GoldenTensor;
}

interface LossCase {
  readonly name: string;
  readonly loss: string;
  readonly note?: string;
  readonly params: {
    readonly delta: number;
    readonly beta: number;
    readonly alpha: number;
    readonly gamma: number;
    readonly class_axis: number;
    readonly label_smoothing: number;
    readonly ignore_index?: number;
  };
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly reductions: Readonly<Record<Reduction, ReducedLoss>>;
}

interface LossFile {
  readonly header: { readonly tolerance: Readonly<Record<Precision, Tolerance>> };
  readonly cases: readonly LossCase[];
}

type Inputs = Readonly<Record<'input' | 'target' | 'boxes1' | 'boxes2', Value>> & {
  readonly weight?: Value;
  readonly pos_weight?: Value;
};
type Composition = (inputs: Inputs, reduction: Reduction, goldenCase: LossCase) => Value;

const boxLoss =
  (loss: typeof intersectionOverUnion): Composition =>
  ({ boxes1, boxes2 }, reduction) =>
    loss(boxes1, boxes2, { reduction });

const compositions: Readonly<Record<string, Composition>> = {
  mse: ({ input, target }, reduction) => meanSquaredError(input, target, { reduction }),
  huber: ({ input, target }, reduction, { params: { delta } }) => huber(input, target, { delta, reduction }),
  l1: ({ input, target }, reduction) => meanAbsoluteError(input, target, { reduction }),
  smooth_l1: ({ input, target }, reduction, { params: { beta } }) =>
    smoothL1(input, target, { beta, reduction }),
  bce_with_logits: ({ input, target, weight = scalar(1), pos_weight }, reduction) => {
    const options = pos_weight === undefined ? {} : { positiveWeight: pos_weight };
    const losses = binaryCrossEntropyWithLogits(input, target, { ...options, reduction: 'none' });
    return reduceLosses(mul(losses, weight), reduction);
  },
  cross_entropy: ({ input, target }, reduction, goldenCase) => {
    const { class_axis: classAxis, label_smoothing: labelSmoothing } = goldenCase.params;
    const weights = rowWeights(goldenCase);
    if (weights === null) return softmaxCrossEntropy(input, target, { classAxis, labelSmoothing, reduction });
    const losses = softmaxCrossEntropy(input, target, { classAxis, reduction: 'none' });
    const weighted = mul(losses, constant(weights, losses.shape));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return reduction === 'mean' ? mul(reduceSum(weighted), 1 / total) : reduceLosses(weighted, reduction);
  },
  kl_div: ({ input, target }, reduction) => klDivergence(input, target, { reduction }),
  sigmoid_focal: ({ input, target }, reduction, { params: { alpha, gamma } }) =>
    focalLossWithLogits(input, target, {
      positiveShare: alpha < 0 ? null : alpha,
      focus: gamma,
      reduction,
    }),
  nll: ({ input, target }, reduction) => softmaxCrossEntropy(input, target, { reduction }),
  iou_loss: boxLoss(intersectionOverUnion),
  giou_loss: boxLoss(generalizedIntersectionOverUnion),
  diou_loss: boxLoss(distanceIntersectionOverUnion),
  ciou_loss: boxLoss(completeIntersectionOverUnion),
};

/** Why a case is not compared; undefined for the others. */
function skipReason({ loss, params, inputs }: LossCase): string | undefined {
  if (loss === 'cross_entropy' && inputs.weight !== undefined && params.label_smoothing > 0) {
    return 'class weights within smoothed labels are more than a weighting of rows';
  }
  return undefined;
}

/** The weight of each row where classes have weights or some labels are ignored; null elsewhere. */
function rowWeights({ params: { ignore_index }, inputs: { target, weight } }: LossCase): number[] | null {
  if (weight === undefined && ignore_index === undefined) return null;
  const weights = weight && toNumbers(weight.data);
  return toNumbers(target?.data ?? []).map((label) => (label === ignore_index ? 0 : (weights?.[label] ?? 1)));
}

async function compare(engine: Engine, goldenCase: LossCase, options: ComparisonOptions): Promise<void> {
  const { reduction, precision, tolerance } = options;
  const { value, grads, grad_output } = goldenCase.reductions[reduction];
  const inputs = inputsOf(goldenCase);
  const composition = compositions[goldenCase.loss] as Composition;
  const output = composition(inputs as unknown as Inputs, reduction, goldenCase);
  const upstream = grad_output && constant(toNumbers(grad_output.data), grad_output.shape);
  const names = hasComparableGradient(goldenCase) ? Object.keys(grads) : [];
  const differentiated = Object.fromEntries(names.map((name) => [name, inputs[name] as Value]));

  const results = await compute<string>(engine, {
    outputs: { output, ...namedGradients(output, differentiated, upstream ?? scalar(1)) },
    feeds: feedsOf(goldenCase),
    precision,
  });
  const values = typeof value === 'object' ? value.data : [value];
  assertAllClose(results.output ?? [], values, { tolerance, what: 'value' });
  for (const name of names) {
    const expected = grads[name]?.data ?? [];
    assertAllClose(results[`gradient/${name}`] ?? [], expected, { tolerance, what: `gradient of ${name}` });
  }
}

interface ComparisonOptions {
  readonly reduction: Reduction;
  readonly precision: Precision;
  readonly tolerance: Tolerance;
}

function inputsOf({ loss, inputs }: LossCase): Record<string, Value> {
  const rank = inputs.input?.shape.length ?? 0;
  const hasClasses = loss === 'nll' || loss === 'cross_entropy';
  const values = Object.entries(inputs).map(([name, { shape }]) => {
    const isLabel = hasClasses && name === 'target' && shape.length < rank;
    return [name, input(name, shape, isLabel ? 'int32' : 'float32')] as const;
  });
  return Object.fromEntries(values);
}

/** An ignored row has weight 0, but its label must still be one of the classes. */
function feedsOf({ inputs, params: { ignore_index } }: LossCase): Record<string, number[]> {
  const feeds = Object.entries(inputs).map(([name, { data }]) => [
    name,
    toNumbers(data).map((element) => (element === ignore_index ? 0 : element)),
  ]);
  return Object.fromEntries(feeds);
}

/** Where edges of two boxes coincide, the split of the gradient is a convention. */
function hasComparableGradient({ inputs, note }: LossCase): boolean {
  return inputs.boxes1 === undefined || note === 'random';
}

const { header, cases } = golden<LossFile>('losses');

const subjects: Readonly<Record<string, Subject>> = {
  reference: { createEngine: createReferenceEngine, precision: 'float64' },
  onnx: { createEngine: () => createEngine('onnx', { threads: 1 }), precision: 'float32' },
  tensorflow: { createEngine: () => createEngine('tensorflow'), precision: 'float32' },
};

for (const [name, subject] of Object.entries(subjects)) {
  describe(`losses on the ${name} engine agree with PyTorch`, () => {
    const { precision } = subject;
    const tolerance = header.tolerance[precision];
    for (const goldenCase of cases) {
      for (const reduction of ['none', 'mean', 'sum'] as const) {
        const title = `${goldenCase.name}, ${reduction}`;
        const reason = skipReason(goldenCase);
        if (reason !== undefined) skippedTest(title, reason);
        else {
          engineTest(subject, title, (engine) =>
            compare(engine, goldenCase, { reduction, precision, tolerance }),
          );
        }
      }
    }
  });
}
