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
    %18 = constant(data=[0]) []
    %19 = greater(%6, %18) [4, 1]
    %20 = constant(data=[1]) []
    %21 = mul(%20, %16) []
    %22 = reshape(%21, shape=[1,1]) [1, 1]
    %23 = broadcastTo(%22, shape=[4,1]) [4, 1]
    %24 = mul(%23, %12) [4, 1]
    %25 = mul(%23, %12) [4, 1]
    %26 = add(%24, %25) [4, 1]
    %27 = matmul(%26, %9, transposeA=false, transposeB=false) [4, 1]
    %28 = constant(data=[0.1]) []
    %29 = mul(%27, %28) [4, 1]
    %30 = where(%19, %27, %29) [4, 1]
    %31 = matmul(%30, %0, transposeA=true, transposeB=false) [1, 2]
    %32 = reshape(%31, shape=[2]) [2]
    %33 = reduceSum(%30, axes=[0]) [1, 1]
    %34 = reshape(%33, shape=[1]) [1]
    %35 = matmul(%26, %7, transposeA=true, transposeB=false) [1, 1]
    %36 = reshape(%35, shape=[1]) [1]
    %37 = concat(%32, %34, %36, axis=0) [4]
    %38 = mul(%37, %37) [4]
    %39 = reduceSum(%38, axes=[0]) [1]
    %40 = reshape(%39, shape=[]) []
    %41 = sqrt(%40) []
    %42 = constant(data=[1]) []
    %43 = constant(data=[10]) []
    %44 = constant(data=[0.000001]) []
    %45 = add(%41, %44) []
    %46 = div(%43, %45) []
    %47 = minimum(%42, %46) []
    %48 = mul(%37, %47) [4]
    %49 = constant(data=...) [4]
    %50 = constant(data=[0.01]) []
    %51 = mul(%49, %50) [4]
    %52 = mul(%1, %51) [4]
    %53 = add(%48, %52) [4]
    %54 = input(name="optimizer.learningRate") []
    %55 = mul(%53, %54) [4]
    %56 = sub(%1, %55) [4]
    loss: %17
    gradientNorm: %41
    parameters: %56"
  `);
});
