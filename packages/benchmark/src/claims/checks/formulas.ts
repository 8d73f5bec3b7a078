// What follows from the formulas: claims C1 to C12.
import { elu, leakyRelu, parseActivation, relu, sigmoid, tanh } from '@rectify/activations';
import {
  activation,
  adam,
  binaryCrossEntropyWithLogits,
  compilePredictor,
  compileTrainer,
  createEngine,
  dense,
  type Model,
  type ModelState,
  meanSquaredError,
  sequential,
} from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import type { Verdict } from '../../contrasts/verdict.js';
import type { CheckOutcome } from '../claim.js';
import { activationOnEngine, checkedEngines } from './activationOnEngine.js';
import { outcomeOf } from './outcome.js';

const randomValues = 1000;

/** Where the slope itself is a float32, that moves the product by up to the last two bits. */
function isNear(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 2 ** -22 * Math.abs(expected);
}

/** A formula on a grid, on extremes and on random values: as the definition computes it, and on every engine. */
export async function checkFormula(spec: string, formula: (x: number) => number): Promise<CheckOutcome> {
  const stream = randomStream(0).split('checked values');
  const values = Float32Array.from([
    ...[-1e30, -100, -3, -1, -0.5, -1e-30, 0, 1e-30, 0.5, 1, 3, 100, 1e30],
    ...Array.from({ length: randomValues }, () => 10 * stream.normal()),
  ]);
  const expected = values.map(formula);
  const defined = parseActivation(spec).map(values);
  const findings = [
    {
      holds: defined.every((value, index) => isNear(value, expected[index] as number)),
      what: {
        english: `the definition agrees with the formula to the last bits of float32 on ${values.length} values`,
        chinese: `定义与公式在 ${values.length} 个值上一致（float32 末位以内）`,
      },
    },
  ];
  for (const engine of checkedEngines) {
    const outputs = await activationOnEngine(spec, values, engine);
    findings.push({
      holds: outputs.every((value, index) => isNear(value, expected[index] as number)),
      what: {
        english: `so does a network on the engine ${engine}`,
        chinese: `引擎 ${engine} 上的网络也一致`,
      },
    });
  }
  return outcomeOf(findings);
}

/** f(0) = f(-0) = 0. */
export function checkValueAtZero(): CheckOutcome {
  const values = [relu(), leakyRelu(0.01), leakyRelu(0.3)].flatMap((activation) => [
    activation.forward(0),
    activation.forward(-0),
  ]);
  return outcomeOf([
    {
      holds: values.every((value) => Math.abs(value) === 0),
      what: {
        english: '+0 and -0 give 0 with ReLU and with Leaky ReLU of two slopes',
        chinese: '对 ReLU 和两种斜率的 Leaky ReLU，+0 与 -0 的输出均为 0',
      },
    },
  ]);
}

/** The derivative away from 0, and what libraries take at 0 itself, which is a convention. */
export function checkDerivativeAtZero(
  spec: 'relu' | 'leaky_relu:0.01',
  verdictAtZero: Verdict,
): CheckOutcome {
  const definition = parseActivation(spec);
  const derivative = (x: number) => definition.derivative(x);
  const slope = spec === 'relu' ? 0 : 0.01;
  const isRight =
    [-100, -1, -1e-30].every((x) => derivative(x) === slope) &&
    [1e-30, 1, 100].every((x) => derivative(x) === 1);
  if (!isRight) return outcomeOf([{ holds: false, what: { english: 'away from 0', chinese: '在 0 以外' } }]);
  return {
    verdict: verdictAtZero,
    answer:
      slope === 0
        ? {
            english:
              'Right away from 0. At 0 itself PyTorch, TensorFlow, JAX, darknet and this project take 0, not 1.',
            chinese: '0 以外正确。在 0 处，PyTorch、TensorFlow、JAX、darknet 和本项目都取 0 而不是 1。',
          }
        : {
            english:
              'Right away from 0. At 0 itself libraries differ: JAX takes 1; PyTorch, TensorFlow and this project take the slope.',
            chinese: '0 以外正确。在 0 处各库不同：JAX 取 1；PyTorch、TensorFlow 和本项目取斜率。',
          },
  };
}

/** The numbers that an article prints, in its own precision. */
export function checkPrintedNumbers(
  spec: string,
  { inputs, outputs }: { readonly inputs: Float32Array | Float64Array; readonly outputs: readonly number[] },
): CheckOutcome {
  const computed = [...parseActivation(spec).map(inputs)];
  const text = computed.map((value) => Number(value.toPrecision(6))).join(', ');
  return outcomeOf([
    {
      holds: computed.every((value, index) => value === outputs[index]),
      what: { english: `the outputs are ${text}, every bit of them`, chinese: `输出为 ${text}，逐位一致` },
    },
  ]);
}

/** The article's classifier: it has 9,729 parameters and learns which side of a plane a point is on. */
export async function checkBinaryClassifier(): Promise<CheckOutcome> {
  const leaky = activation('leaky_relu:0.01');
  const model = sequential([dense(128), leaky, dense(64), leaky, dense(1)], { inputShape: [10], seed: 0 });
  const accuracy = await accuracyOnPlane(model);
  return outcomeOf([
    {
      holds: model.parameterCount === 9729,
      what: {
        english: `it has ${model.parameterCount.toLocaleString('en')} parameters`,
        chinese: `共有 ${model.parameterCount} 个参数`,
      },
    },
    {
      holds: accuracy >= 0.95,
      what: {
        english: `after 500 updates it tells the two sides of a plane apart in ${(100 * accuracy).toFixed(1)} % of new points`,
        chinese: `500 次更新后，在新数据上区分平面两侧的准确率为 ${(100 * accuracy).toFixed(1)} %`,
      },
    },
  ]);
}

/** Trains on which side of x0 + x1 + ... + x9 = 0 standard normal points lie. */
async function accuracyOnPlane(model: Model): Promise<number> {
  const batchSize = 64;
  const stream = randomStream(0).split('plane');
  const draw = (count: number) => {
    const x = Float32Array.from({ length: count * 10 }, () => stream.normal());
    const side = (index: number) =>
      x.subarray(index * 10, index * 10 + 10).reduce((sum, value) => sum + value, 0);
    return { x, y: Float32Array.from({ length: count }, (_, index) => (side(index) > 0 ? 1 : 0)) };
  };
  const engine = await createEngine('onnx');
  const trainer = await compileTrainer(engine, {
    model,
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize,
    inputs: { x: [10], y: [1] },
    loss: ({ predict, x, y }) => binaryCrossEntropyWithLogits(predict(x), y),
  });
  for (let update = 0; update < 500; update++) await trainer.step(draw(batchSize));
  const { x, y } = draw(1024);
  const logits = await predict(model, trainer.state, { x, count: 1024 });
  await trainer.dispose();
  return logits.filter((logit, index) => logit > 0 === (y[index] === 1)).length / 1024;
}

async function predict(
  model: Model,
  state: ModelState,
  { x, count }: { readonly x: Float32Array; readonly count: number },
): Promise<Float32Array> {
  const predictor = await compilePredictor(await createEngine('onnx'), { model, state, batchSize: count });
  const outputs = Float32Array.from(await predictor.predict(x));
  await predictor.dispose();
  return outputs;
}

/** PReLU at a slope is Leaky ReLU; training moves the slope towards the one that the data were made with. */
export async function checkLearnedSlope(): Promise<CheckOutcome> {
  const [start, wanted] = [0.25, 0.6];
  const points = [-3, -1.5, -0.1, 0, 0.1, 2];
  const isSame = points.every(
    (x) => parseActivation(`prelu:${start}`).forward(x) === leakyRelu(start).forward(x),
  );
  const slope = await learnedSlope({ start, wanted });
  return outcomeOf([
    {
      holds: isSame,
      what: {
        english: `PReLU at slope ${start} equals Leaky ReLU of that slope`,
        chinese: `斜率为 ${start} 的 PReLU 等于同斜率的 Leaky ReLU`,
      },
    },
    {
      holds: Math.abs(slope - wanted) < 0.01,
      what: {
        english: `trained on data of slope ${wanted} it goes from ${start} to ${slope.toFixed(3)}`,
        chinese: `在斜率为 ${wanted} 的数据上训练后，从 ${start} 变为 ${slope.toFixed(3)}`,
      },
    },
  ]);
}

async function learnedSlope({
  start,
  wanted,
}: {
  readonly start: number;
  readonly wanted: number;
}): Promise<number> {
  const batchSize = 64;
  const stream = randomStream(0).split('slope');
  const model = sequential([activation(`prelu:${start}`)], { inputShape: [1], seed: 0 });
  const trainer = await compileTrainer(await createEngine('onnx'), {
    model,
    optimizer: adam({ learningRate: 0.01 }),
    batchSize,
    inputs: { x: [1], y: [1] },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
  for (let update = 0; update < 300; update++) {
    const x = Float32Array.from({ length: batchSize }, () => stream.normal());
    await trainer.step({ x, y: leakyRelu(wanted).map(x) });
  }
  const [slope = Number.NaN] = await trainer.state.parameters.read();
  await trainer.dispose();
  return slope;
}

/** Bounds of sigmoid and tanh, smoothness and mean of ELU. */
export function checkBounds(): CheckOutcome {
  const stream = randomStream(0).split('bounds');
  const draws = Array.from({ length: 100_000 }, () => stream.normal());
  const meanOf = (f: (x: number) => number) => draws.reduce((sum, x) => sum + f(x), 0) / draws.length;
  const eluMean = meanOf((x) => elu(1).forward(x));
  const points = [-30, -5, -1, 0, 1, 5, 15];
  return outcomeOf([
    {
      holds:
        points.every((x) => sigmoid().forward(x) > 0 && sigmoid().forward(x) < 1) &&
        points.every((x) => Math.abs(tanh().forward(x)) < 1 || Math.abs(x) > 18),
      what: {
        english:
          'sigmoid and tanh lie inside their bounds (on paper everywhere; stored numbers reach them far out)',
        chinese: 'sigmoid 与 tanh 在其界内（数学上处处成立；有限精度在远处会达到边界）',
      },
    },
    {
      holds: Math.abs(elu(1).derivative(-1e-9) - elu(1).derivative(1e-9)) < 1e-8,
      what: { english: 'the derivative of ELU is continuous at 0', chinese: 'ELU 的导数在 0 处连续' },
    },
    {
      holds: Math.abs(eluMean) < meanOf((x) => relu().forward(x)) / 2,
      what: {
        english: `its mean over standard normal input is ${eluMean.toFixed(2)}, less than half of ReLU’s`,
        chinese: `标准正态输入下其均值为 ${eluMean.toFixed(2)}，不到 ReLU 的一半`,
      },
    },
  ]);
}
