// Optimizers against PyTorch and Keras, on every engine: 50 updates through the graph that a trainer would build.
import { assertAllClose, type GoldenNumber, golden, type Tolerance, toNumbers } from '@rectify/golden';
import { describe } from 'vitest';
import { createEngine } from '../src/engines/createEngine.js';
import type { Engine, NumberArray, Program, Variables } from '../src/engines/engine.js';
import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import { input, variable } from '../src/graph/leaves.js';
import { adam } from '../src/optimizers/adam.js';
import { adamw } from '../src/optimizers/adamw.js';
import { clipByGlobalNorm } from '../src/optimizers/clipByGlobalNorm.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import { rmsprop } from '../src/optimizers/rmsprop.js';
import { sgd } from '../src/optimizers/sgd.js';
import { engineTest, type Precision, type Subject } from './conformance/subject.js';

interface Params {
  readonly lr: number;
  readonly weight_decay: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly alpha?: number;
  readonly rho?: number;
  readonly eps: number;
  readonly centered?: boolean;
  readonly betas: readonly [number, number];
  readonly amsgrad?: boolean;
}

interface OptimizerCase {
  readonly name: string;
  readonly optimizer: string;
  readonly params: Params;
  readonly gradients: string;
  readonly clip_global_norm: number | null;
  readonly norm_before_clip?: readonly GoldenNumber[];
  readonly trajectory: readonly (readonly GoldenNumber[])[];
}

interface OptimizerFile {
  readonly header: { readonly tolerance: Readonly<Record<Precision | 'float32_quadratic', Tolerance>> };
  readonly initial_parameters: readonly (readonly GoldenNumber[])[];
  readonly gradients: Readonly<Record<string, readonly (readonly (readonly GoldenNumber[])[])[]>>;
  readonly quadratic: {
    readonly A: readonly (readonly GoldenNumber[])[];
    readonly b: readonly GoldenNumber[];
  };
  readonly cases: readonly OptimizerCase[];
}

const file = golden<OptimizerFile>('optimizers');
const initial = toNumbers(file.initial_parameters.flat());

const optimizers: Readonly<Record<string, (params: Params) => Optimizer>> = {
  sgd: ({ lr, weight_decay, momentum = 0, dampening = 0, nesterov = false }) =>
    sgd({ learningRate: lr, weightDecay: weight_decay, momentum, dampening, nesterov }),
  rmsprop: ({ lr, weight_decay, alpha = 0.99, eps, momentum = 0, centered = false }) =>
    rmsprop({
      learningRate: lr,
      weightDecay: weight_decay,
      decayRate: alpha,
      epsilon: eps,
      momentum,
      centered,
    }),
  rmsprop_tf: ({ lr, rho = 0.9, eps, momentum = 0, centered = false }) =>
    rmsprop({ learningRate: lr, decayRate: rho, epsilon: eps, epsilonInside: true, momentum, centered }),
  adam: (params) => adam(adamOptions(params)),
  adamw: (params) => adamw(adamOptions(params)),
};

function adamOptions({ lr, weight_decay, betas: [beta1, beta2], eps, amsgrad = false }: Params) {
  return { learningRate: lr, weightDecay: weight_decay, beta1, beta2, epsilon: eps, amsgrad };
}

/** The program of one update, with the parameters and the slots as its variables. */
async function compileUpdate(
  engine: Engine,
  optimizer: Optimizer,
  maximumNorm: number,
): Promise<{ program: Program; variables: Variables }> {
  const shape = [initial.length];
  const names = ['parameters', ...optimizer.slots];
  const variables = Object.fromEntries(
    names.map((name) => [name, engine.variable(name === 'parameters' ? initial : initial.map(() => 0))]),
  );
  const { gradient, norm } = clipByGlobalNorm(input('gradient', shape), maximumNorm);
  const update = optimizer.update({
    parameters: variable('parameters', shape),
    gradient,
    slots: Object.fromEntries(optimizer.slots.map((name) => [name, variable(name, shape)])),
    scalars: Object.fromEntries(Object.keys(optimizer.scalars(0)).map((name) => [name, input(name, [])])),
  });
  const updates = { parameters: update.parameters, ...update.slots };
  return { program: await engine.compile({ outputs: { norm }, updates }, variables), variables };
}

function gradientAt(kind: string, step: number, parameters: ArrayLike<number>): number[] {
  if (kind !== 'quadratic') return toNumbers(file.gradients[kind]?.[step]?.flat() ?? []);
  const { A, b } = file.quadratic;
  const target = toNumbers(b);
  return A.map((row, index) =>
    toNumbers(row).reduce(
      (sum, a, column) => sum + a * (parameters[column] as number),
      -(target[index] as number),
    ),
  );
}

async function replay(engine: Engine, goldenCase: OptimizerCase, precision: Precision): Promise<void> {
  const { params, gradients, clip_global_norm, norm_before_clip, trajectory } = goldenCase;
  const isCancelling = precision === 'float32' && gradients === 'quadratic';
  const tolerance = file.header.tolerance[isCancelling ? 'float32_quadratic' : precision];
  const typed = (numbers: number[]): NumberArray =>
    precision === 'float64' ? Float64Array.from(numbers) : Float32Array.from(numbers);

  const build = optimizers[goldenCase.optimizer] as (typeof optimizers)[string];
  const optimizer = build(params);
  const { program, variables } = await compileUpdate(engine, optimizer, clip_global_norm ?? Infinity);
  for (const [step, expected] of trajectory.entries()) {
    const gradient = gradientAt(gradients, step, variables.parameters?.read() ?? []);
    const scalars = Object.entries(optimizer.scalars(step)).map(([name, value]) => [name, typed([value])]);
    const { norm } = await program.run({ gradient: typed(gradient), ...Object.fromEntries(scalars) });
    assertAllClose(variables.parameters?.read() ?? [], expected, { tolerance, what: `step ${step}` });
    const expectedNorm = norm_before_clip?.[step];
    if (expectedNorm !== undefined) {
      assertAllClose(norm ?? [], [expectedNorm], { tolerance, what: `gradient norm of step ${step}` });
    }
  }
  await program.dispose();
}

const subjects: Readonly<Record<string, Subject>> = {
  reference: { createEngine: createReferenceEngine, precision: 'float64' },
  onnx: { createEngine: () => createEngine('onnx', { threads: 1 }), precision: 'float32' },
  tensorflow: { createEngine: () => createEngine('tensorflow'), precision: 'float32' },
};

for (const [name, subject] of Object.entries(subjects)) {
  describe(`optimizers on the ${name} engine follow PyTorch`, () => {
    for (const goldenCase of file.cases) {
      engineTest(subject, goldenCase.name, (engine) => replay(engine, goldenCase, subject.precision));
    }
  });
}
