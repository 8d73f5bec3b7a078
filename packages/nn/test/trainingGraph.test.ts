// The program of a whole training step, printed. A refactoring that changes it shows here.
import { expect, it } from 'vitest';
import {
  activation,
  compileTrainer,
  dense,
  type Engine,
  meanSquaredError,
  printGraph,
  sequential,
  sgd,
} from '../src/index.js';

/** An engine that runs nothing and prints the graphs that it was to compile. */
function recorder(): { readonly engine: Engine; readonly printed: readonly string[] } {
  const printed: string[] = [];
  const engine: Engine = {
    name: 'recorder',
    variable: (content) => ({
      size: content.length,
      read: () => Float32Array.from(content),
      copyTo: (target) => target.set(content),
      write: () => {},
      slice: (start, end) => engine.variable(Array.from(content).slice(start, end)),
    }),
    compile: async (graph) => {
      printed.push(printGraph(graph));
      return { run: async () => ({}), dispose: async () => {} };
    },
  };
  return { engine, printed };
}

it('one step of gradient descent on a network with one hidden unit', async () => {
  const { engine, printed } = recorder();
  await compileTrainer(engine, {
    model: sequential([dense(1), activation('leaky_relu:0.1'), dense(1, { bias: false })], {
      inputShape: [2],
    }),
    optimizer: sgd({ learningRate: 0.5, weightDecay: 0.01 }),
    batchSize: 4,
    inputs: { x: [2], y: [1] },
    maximumGradientNorm: 10,
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
  expect(printed.join('\n')).toMatchInlineSnapshot(`
    "%0 = input(name="x") [4, 2]
    %1 = variable(name="parameters") [4]
    %2 = slice(%1, starts=[0], ends=[2], steps=[1]) [2]
    %3 = reshape(%2, shape=[1,2]) [1, 2]
    %4 = matmul(%0, %3, transposeA=false, transposeB=true) [4, 1]
    %5 = slice(%1, starts=[2], ends=[3], steps=[1]) [1]
    %6 = add(%4, %5) [4, 1]
    %7 = leakyRelu(%6, negativeSlope=0.1) [4, 1]
    %8 = slice(%1, starts=[3], ends=[4], steps=[1]) [1]
    %9 = reshape(%8, shape=[1,1]) [1, 1]
    %10 = matmul(%7, %9, transposeA=false, transposeB=true) [4, 1]
    %11 = input(name="y") [4, 1]
    %12 = sub(%10, %11) [4, 1]
    %13 = mul(%12, %12) [4, 1]
    %14 = reduceSum(%13, axes=[0,1]) [1, 1]
    %15 = reshape(%14, shape=[]) []
    %16 = constant(data=[0.25]) []
    %17 = mul(%15, %16) []
    %18 = constant(data=[1]) []
    %19 = mul(%18, %16) []
    %20 = reshape(%19, shape=[1,1]) [1, 1]
    %21 = broadcastTo(%20, shape=[4,1]) [4, 1]
    %22 = mul(%21, %12) [4, 1]
    %23 = mul(%21, %12) [4, 1]
    %24 = add(%22, %23) [4, 1]
    %25 = matmul(%24, %9, transposeA=false, transposeB=false) [4, 1]
    %26 = constant(data=[0]) []
    %27 = greater(%6, %26) [4, 1]
    %28 = toFloat(%27) [4, 1]
    %29 = constant(data=[0.1]) []
    %30 = maximum(%28, %29) [4, 1]
    %31 = mul(%25, %30) [4, 1]
    %32 = matmul(%31, %0, transposeA=true, transposeB=false) [1, 2]
    %33 = reshape(%32, shape=[2]) [2]
    %34 = reduceSum(%31, axes=[0]) [1, 1]
    %35 = reshape(%34, shape=[1]) [1]
    %36 = matmul(%24, %7, transposeA=true, transposeB=false) [1, 1]
    %37 = reshape(%36, shape=[1]) [1]
    %38 = concat(%33, %35, %37, axis=0) [4]
    %39 = mul(%38, %38) [4]
    %40 = reduceSum(%39, axes=[0]) [1]
    %41 = reshape(%40, shape=[]) []
    %42 = sqrt(%41) []
    %43 = constant(data=[1]) []
    %44 = constant(data=[10]) []
    %45 = constant(data=[0.000001]) []
    %46 = add(%42, %45) []
    %47 = div(%44, %46) []
    %48 = minimum(%43, %47) []
    %49 = mul(%38, %48) [4]
    %50 = constant(data=...) [4]
    %51 = constant(data=[0.01]) []
    %52 = mul(%50, %51) [4]
    %53 = mul(%1, %52) [4]
    %54 = add(%49, %53) [4]
    %55 = input(name="optimizer.learningRate") []
    %56 = mul(%54, %55) [4]
    %57 = sub(%1, %56) [4]
    loss: %17
    gradientNorm: %42
    parameters: %57"
  `);
});
