import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Activation,
  crelu,
  elu,
  gelu,
  hardswish,
  leakyRelu,
  linear,
  mish,
  prelu,
  relu,
  relu6,
  rrelu,
  selu,
  sigmoid,
  silu,
  softplus,
  tanh,
} from './index.js';
import {
  ActivationSpecError,
  activationForms,
  activationKinds,
  parseActivation,
  printActivation,
} from './spec.js';

describe('parseActivation', () => {
  it.each<[string, Activation]>([
    ['relu', relu()],
    ['leaky_relu', leakyRelu(0.01)],
    ['leaky_relu:0.1', leakyRelu(0.1)],
    ['leaky_relu:negativeSlope=0.1', leakyRelu(0.1)],
    ['leaky_relu:+1e-3', leakyRelu(0.001)],
    ['leaky_relu:.5', leakyRelu(0.5)],
    ['leaky_relu:-0', leakyRelu(0)],
    ['prelu', prelu()],
    ['prelu:0.1', prelu({ initialSlope: 0.1 })],
    ['prelu:shared', prelu({ shared: true })],
    ['prelu:init=0.25,shared', prelu({ initialSlope: 0.25, shared: true })],
    ['prelu:shared,0.5', prelu({ initialSlope: 0.5, shared: true })],
    ['elu', elu(1)],
    ['elu:0.5', elu(0.5)],
    ['elu:alpha=2', elu(2)],
    ['rrelu', rrelu()],
    ['rrelu:0.125,0.333', rrelu({ lower: 0.125, upper: 0.333 })],
    ['rrelu:0.1', rrelu({ lower: 0.1 })],
    ['rrelu:upper=0.5', rrelu({ upper: 0.5 })],
    ['rrelu:upper=0.5,0.2', rrelu({ lower: 0.2, upper: 0.5 })],
    ['crelu', crelu()],
    ['relu6', relu6()],
    ['selu', selu()],
    ['gelu', gelu()],
    ['gelu:tanh', gelu({ approximation: 'tanh' })],
    ['silu', silu()],
    ['swish', silu()],
    ['mish', mish()],
    ['hardswish', hardswish()],
    ['softplus', softplus()],
    ['sigmoid', sigmoid()],
    ['tanh', tanh()],
    ['linear', linear()],
  ])('reads %s', (spec, activation) => {
    expect(parseActivation(spec)).toStrictEqual(activation);
  });

  const forms =
    'relu, leaky_relu[:negativeSlope], prelu[:init][,shared], rrelu[:lower][,upper], crelu, relu6, elu[:alpha], ' +
    'selu, gelu[:tanh], silu, mish, hardswish, softplus, sigmoid, tanh, linear';

  it.each([
    ['leakyrelu', `unknown activation "leakyrelu"; did you mean "leaky_relu"? Known: ${forms}.`],
    ['LeakyReLU:0.1', `unknown activation "LeakyReLU"; did you mean "leaky_relu"? Known: ${forms}.`],
    ['Leaky-ReLU', `unknown activation "Leaky-ReLU"; did you mean "leaky_relu"? Known: ${forms}.`],
    ['leaky', `unknown activation "leaky"; did you mean "leaky_relu"? Known: ${forms}.`],
    ['lekay_relu', `unknown activation "lekay_relu"; did you mean "leaky_relu"? Known: ${forms}.`],
    ['Relu', `unknown activation "Relu"; did you mean "relu"? Known: ${forms}.`],
    ['rleu', `unknown activation "rleu"; did you mean "relu"? Known: ${forms}.`],
    ['sigmod', `unknown activation "sigmod"; did you mean "sigmoid"? Known: ${forms}.`],
    [' relu', `unknown activation " relu"; did you mean "relu"? Known: ${forms}.`],
    ['Swish', `unknown activation "Swish"; did you mean "swish"? Known: ${forms}.`],
    ['hard_swish', `unknown activation "hard_swish"; did you mean "hardswish"? Known: ${forms}.`],
    ['geru', `unknown activation "geru"; did you mean "gelu"? Known: ${forms}.`],
    ['ReLU6', `unknown activation "ReLU6"; did you mean "relu6"? Known: ${forms}.`],
    ['maxout', `unknown activation "maxout". Known: ${forms}.`],
    ['x', `unknown activation "x". Known: ${forms}.`],
    ['constructor', `unknown activation "constructor". Known: ${forms}.`],
    ['', `activation "" has no name. Known: ${forms}.`],
    [':0.1', `activation ":0.1" has no name. Known: ${forms}.`],
    ['relu:0.1', 'activation "relu:0.1": cannot read "0.1"; relu takes no parameter.'],
    ['tanh:', 'activation "tanh:": cannot read ""; tanh takes no parameter.'],
    ['leaky_relu:', 'activation "leaky_relu:": cannot read ""; the form is leaky_relu[:negativeSlope].'],
    [
      'leaky_relu:0.1x',
      'activation "leaky_relu:0.1x": cannot read "0.1x"; the form is leaky_relu[:negativeSlope].',
    ],
    [
      'leaky_relu:slope=0.1',
      'activation "leaky_relu:slope=0.1": cannot read "slope=0.1"; the form is leaky_relu[:negativeSlope].',
    ],
    [
      'leaky_relu:0.1,shared',
      'activation "leaky_relu:0.1,shared": cannot read "shared"; the form is leaky_relu[:negativeSlope].',
    ],
    [
      'leaky_relu:0.1,',
      'activation "leaky_relu:0.1,": cannot read ""; the form is leaky_relu[:negativeSlope].',
    ],
    [
      'prelu:0.1, shared',
      'activation "prelu:0.1, shared": cannot read " shared"; the form is prelu[:init][,shared].',
    ],
    ['prelu:0x10', 'activation "prelu:0x10": cannot read "0x10"; the form is prelu[:init][,shared].'],
    ['gelu:0.1', 'activation "gelu:0.1": cannot read "0.1"; the form is gelu[:tanh].'],
    ['silu:1', 'activation "silu:1": cannot read "1"; silu takes no parameter.'],
    ['rrelu:0.1,lower=0.2', 'activation "rrelu:0.1,lower=0.2" gives lower twice.'],
    ['rrelu:0.1,0.2,0.3', 'activation "rrelu:0.1,0.2,0.3" gives upper twice.'],
    [
      'rrelu:0.5,0.25',
      'activation "rrelu:0.5,0.25": lower of RReLU must not be above upper, got 0.5 and 0.25',
    ],
    ['prelu:0.1,init=0.2', 'activation "prelu:0.1,init=0.2" gives init twice.'],
    ['prelu:shared,shared', 'activation "prelu:shared,shared" gives shared twice.'],
    [
      'leaky_relu:NaN',
      'activation "leaky_relu:NaN": negativeSlope of Leaky ReLU must be a finite number from 0 up, got NaN',
    ],
    [
      'leaky_relu:nan',
      'activation "leaky_relu:nan": cannot read "nan"; the form is leaky_relu[:negativeSlope].',
    ],
    [
      'leaky_relu:-0.1',
      'activation "leaky_relu:-0.1": negativeSlope of Leaky ReLU must be a finite number from 0 up, got -0.1',
    ],
    [
      'prelu:Infinity',
      'activation "prelu:Infinity": initialSlope of PReLU must be a finite number from 0 up, got Infinity',
    ],
    ['elu:1e999', 'activation "elu:1e999": alpha of ELU must be a finite number from 0 up, got Infinity'],
  ])('refuses "%s"', (spec, message) => {
    expect(() => parseActivation(spec)).toThrow(new ActivationSpecError(spec, message));
  });

  it('throws one named error that keeps the text and the cause', () => {
    const error = refusalOf('elu:-1');
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: 'ActivationSpecError', spec: 'elu:-1' });
    expect(error.cause).toBeInstanceOf(RangeError);
  });

  it('answers any text with an activation or with that error', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^(relu|leaky_relu|prelu|rrelu|gelu|elu)[:,=.\-0-9a-z]*$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(parseActivation(printActivation(parseActivation(text)))).toStrictEqual(
            parseActivation(text),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(ActivationSpecError);
        }
      }),
    );
  });
});

describe('printActivation', () => {
  it.each<[Activation, string]>([
    [relu(), 'relu'],
    [leakyRelu(), 'leaky_relu:0.01'],
    [leakyRelu(1e-7), 'leaky_relu:1e-7'],
    [leakyRelu(-0), 'leaky_relu:0'],
    [prelu(), 'prelu:0.25'],
    [prelu({ shared: true }), 'prelu:0.25,shared'],
    [rrelu(), 'rrelu:0.125,0.3333333333333333'],
    [crelu(), 'crelu'],
    [relu6(), 'relu6'],
    [elu(), 'elu:1'],
    [selu(), 'selu'],
    [gelu(), 'gelu'],
    [gelu({ approximation: 'tanh' }), 'gelu:tanh'],
    [silu(), 'silu'],
    [mish(), 'mish'],
    [hardswish(), 'hardswish'],
    [softplus(), 'softplus'],
    [sigmoid(), 'sigmoid'],
    [tanh(), 'tanh'],
    [linear(), 'linear'],
  ])('prints %j as %s', (activation, text) => {
    expect(printActivation(activation)).toBe(text);
  });

  it('is read back as the same activation', () => {
    const parameter = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
    const activations: fc.Arbitrary<Activation> = fc.oneof(
      fc.constantFrom<Activation>(...activationKinds.map(parseActivation), gelu({ approximation: 'tanh' })),
      parameter.map(leakyRelu),
      parameter.map(elu),
      fc.record({ initialSlope: parameter, shared: fc.boolean() }).map(prelu),
      fc.tuple(parameter, parameter).map(([a, b]) => rrelu({ lower: Math.min(a, b), upper: Math.max(a, b) })),
    );
    fc.assert(
      fc.property(activations, (activation) => {
        expect(parseActivation(printActivation(activation))).toStrictEqual(activation);
      }),
    );
  });
});

it('lists a form for each activation', () => {
  expect(activationForms).toHaveLength(activationKinds.length);
  for (const form of activationForms) {
    expect(() => parseActivation(form.replace(/\[.*/, ''))).not.toThrow();
  }
});

function refusalOf(spec: string): Error {
  try {
    parseActivation(spec);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`"${spec}" was read`);
}
