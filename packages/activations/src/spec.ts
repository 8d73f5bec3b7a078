// Activations as a person types them: `relu`, `leaky_relu:0.1`, `prelu:init=0.25,shared`.
//
//   spec      = kind [ ":" argument { "," argument } ]
//   argument  = number | name "=" number | flag
import type { Activation, ActivationKind } from './activation.js';
import { closestName } from './closestName.js';
import { elu, selu, softplus } from './exponentialUnits.js';
import { gelu, hardswish, mish, silu } from './gatedUnits.js';
import { crelu, leakyRelu, linear, prelu, relu, relu6, rrelu } from './piecewiseLinear.js';
import { sigmoid, tanh } from './squashing.js';

/** A text that names no activation. The message says why and what would. */
export class ActivationSpecError extends RangeError {
  override readonly name = 'ActivationSpecError';
  /** The text as it came. */
  readonly spec: string;

  constructor(spec: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.spec = spec;
  }
}

interface Arguments {
  /** In the order in which the grammar names them. */
  readonly numbers: readonly (number | undefined)[];
  readonly flag: boolean;
}

interface Grammar {
  /** The names of the numbers that the kind takes. */
  readonly numbers?: readonly string[];
  /** The word that may stand beside them. */
  readonly flag?: string;
  build(given: Arguments): Activation;
}

const grammars: Record<ActivationKind, Grammar> = {
  relu: { build: relu },
  leaky_relu: { numbers: ['negativeSlope'], build: ({ numbers: [slope] }) => leakyRelu(slope) },
  prelu: {
    numbers: ['init'],
    flag: 'shared',
    build: ({ numbers: [initialSlope], flag }) => prelu({ initialSlope, shared: flag }),
  },
  rrelu: { numbers: ['lower', 'upper'], build: ({ numbers: [lower, upper] }) => rrelu({ lower, upper }) },
  crelu: { build: crelu },
  relu6: { build: relu6 },
  elu: { numbers: ['alpha'], build: ({ numbers: [alpha] }) => elu(alpha) },
  selu: { build: selu },
  gelu: { flag: 'tanh', build: ({ flag }) => gelu({ approximation: flag ? 'tanh' : 'none' }) },
  silu: { build: silu },
  mish: { build: mish },
  hardswish: { build: hardswish },
  softplus: { build: softplus },
  sigmoid: { build: sigmoid },
  tanh: { build: tanh },
  linear: { build: linear },
};

/** Further names that are read, and never printed. */
const aliases: Readonly<Record<string, ActivationKind>> = { swish: 'silu' };

/** The names of all activations, ReLU first. */
export const activationKinds = Object.keys(grammars) as readonly ActivationKind[];

/** What may be written for each activation, optional parts in brackets: `prelu[:init][,shared]`. */
export const activationForms: readonly string[] = activationKinds.map(formOf);

/**
 * The activation that a text names.
 *
 * Numbers left out take the defaults of the constructors. A bare number is the slope (for ELU, alpha); its name may
 * be written, as in `leaky_relu:negativeSlope=0.1`, `prelu:init=0.1,shared`, `elu:alpha=0.5`, `rrelu:upper=0.5`.
 * `gelu:tanh` is the approximation, and `swish` another name of `silu`.
 *
 * @throws ActivationSpecError if the text names none: unknown name, a parameter that the activation does not take, one
 *   given twice, or a number that is not finite or below 0
 * @example
 * parseActivation('prelu:0.25').derivative(-1); // 0.25
 */
export function parseActivation(spec: string): Activation {
  const colon = spec.indexOf(':');
  const kind = kindNamed(spec, colon < 0 ? spec : spec.slice(0, colon));
  const given = colon < 0 ? { numbers: [], flag: false } : readArguments(spec, kind, spec.slice(colon + 1));
  try {
    return grammars[kind].build(given);
  } catch (cause) {
    throw new ActivationSpecError(spec, `activation "${spec}": ${(cause as Error).message}`, { cause });
  }
}

/**
 * The canonical text of an activation. It always shows the parameters, and `parseActivation` reads it back.
 *
 * @example
 * printActivation(leakyRelu()); // 'leaky_relu:0.01'
 * printActivation(prelu({ shared: true })); // 'prelu:0.25,shared'
 */
export function printActivation(activation: Activation): string {
  switch (activation.kind) {
    case 'leaky_relu':
      return `leaky_relu:${activation.negativeSlope}`;
    case 'prelu':
      return `prelu:${activation.initialSlope}${activation.shared ? ',shared' : ''}`;
    case 'rrelu':
      return `rrelu:${activation.lower},${activation.upper}`;
    case 'elu':
      return `elu:${activation.alpha}`;
    case 'gelu':
      return activation.approximation === 'tanh' ? 'gelu:tanh' : 'gelu';
    case 'relu':
    case 'crelu':
    case 'relu6':
    case 'selu':
    case 'silu':
    case 'mish':
    case 'hardswish':
    case 'softplus':
    case 'sigmoid':
    case 'tanh':
    case 'linear':
      return activation.kind;
  }
}

function kindNamed(spec: string, name: string): ActivationKind {
  const kind = activationKinds.find((known) => known === name);
  if (kind !== undefined) return kind;
  if (Object.hasOwn(aliases, name)) return aliases[name] as ActivationKind;
  const known = `Known: ${activationForms.join(', ')}.`;
  if (name === '') throw new ActivationSpecError(spec, `activation "${spec}" has no name. ${known}`);
  const closest = closestName(name, [...activationKinds, ...Object.keys(aliases)]);
  const question = closest === undefined ? '.' : `; did you mean "${closest}"?`;
  throw new ActivationSpecError(spec, `unknown activation "${name}"${question} ${known}`);
}

function readArguments(spec: string, kind: ActivationKind, text: string): Arguments {
  const { numbers: names = [], flag } = grammars[kind];
  const given = new Map<string, number | true>();
  for (const word of text.split(',')) {
    const { name, value } =
      word === flag ? { name: word, value: true as const } : readNumber(spec, kind, word);
    const meant = name ?? names.find((free) => !given.has(free)) ?? names.at(-1) ?? '';
    if (given.has(meant)) throw new ActivationSpecError(spec, `activation "${spec}" gives ${meant} twice.`);
    given.set(meant, value);
  }
  const numbers = names.map((name) => given.get(name) as number | undefined);
  return { numbers, flag: flag !== undefined && given.has(flag) };
}

/** A decimal number, or one of the words for which the constructors have a better message than "cannot read". */
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]?Infinity)$/;

/** A number, and its name if that is written. */
function readNumber(
  spec: string,
  kind: ActivationKind,
  word: string,
): { readonly name: string | undefined; readonly value: number } {
  const { numbers = [] } = grammars[kind];
  const name = numbers.find((known) => word.startsWith(`${known}=`));
  const digits = name === undefined ? word : word.slice(name.length + 1);
  if (numbers.length > 0 && NUMBER.test(digits)) return { name, value: Number(digits) };
  const form = formOf(kind);
  const rule = form === kind ? `${kind} takes no parameter` : `the form is ${form}`;
  throw new ActivationSpecError(spec, `activation "${spec}": cannot read "${word}"; ${rule}.`);
}

/** The kind with everything that may follow it: the first part behind a colon, the others behind commas. */
function formOf(kind: ActivationKind): string {
  const { numbers = [], flag } = grammars[kind];
  const parts = flag === undefined ? numbers : [...numbers, flag];
  return kind + parts.map((part, index) => `[${index === 0 ? ':' : ','}${part}]`).join('');
}
