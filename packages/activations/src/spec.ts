// Activations as a person types them: `relu`, `leaky_relu:0.1`, `prelu:init=0.25,shared`.
//
//   spec      = kind [ ":" argument { "," argument } ]
//   argument  = number | name "=" number | flag
import {
  type Activation,
  type ActivationKind,
  elu,
  leakyRelu,
  linear,
  prelu,
  relu,
  sigmoid,
  tanh,
} from './activation.js';
import { closestName } from './closestName.js';

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
  readonly number?: number | undefined;
  readonly flag?: boolean;
}

interface Grammar {
  /** The name of the one number, if the kind takes one. */
  readonly number?: string;
  /** The word that may stand beside it. */
  readonly flag?: string;
  build(given: Arguments): Activation;
}

const grammars: Record<ActivationKind, Grammar> = {
  relu: { build: relu },
  leaky_relu: { number: 'negativeSlope', build: ({ number }) => leakyRelu(number) },
  prelu: {
    number: 'init',
    flag: 'shared',
    build: ({ number, flag }) => prelu({ initialSlope: number, shared: flag }),
  },
  elu: { number: 'alpha', build: ({ number }) => elu(number) },
  sigmoid: { build: sigmoid },
  tanh: { build: tanh },
  linear: { build: linear },
};

/** The names of all activations, ReLU first. */
export const activationKinds = Object.keys(grammars) as readonly ActivationKind[];

/** What may be written for each activation, optional parts in brackets: `prelu[:init][,shared]`. */
export const activationForms: readonly string[] = activationKinds.map(formOf);

/**
 * The activation that a text names.
 *
 * Numbers left out take the defaults of the constructors. A bare number is the slope (for ELU, alpha); its name may
 * be written, as in `leaky_relu:negativeSlope=0.1`, `prelu:init=0.1,shared`, `elu:alpha=0.5`.
 *
 * @throws ActivationSpecError if the text names none: unknown name, a parameter that the activation does not take, one
 *   given twice, or a number that is not finite or below 0
 * @example
 * parseActivation('prelu:0.25').derivative(-1); // 0.25
 */
export function parseActivation(spec: string): Activation {
  const colon = spec.indexOf(':');
  const kind = kindNamed(spec, colon < 0 ? spec : spec.slice(0, colon));
  const given = colon < 0 ? {} : readArguments(spec, kind, spec.slice(colon + 1));
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
    case 'elu':
      return `elu:${activation.alpha}`;
    case 'relu':
    case 'sigmoid':
    case 'tanh':
    case 'linear':
      return activation.kind;
  }
}

function kindNamed(spec: string, name: string): ActivationKind {
  const kind = activationKinds.find((known) => known === name);
  if (kind !== undefined) return kind;
  const known = `Known: ${activationForms.join(', ')}.`;
  if (name === '') throw new ActivationSpecError(spec, `activation "${spec}" has no name. ${known}`);
  const closest = closestName(name, activationKinds);
  const question = closest === undefined ? '.' : `; did you mean "${closest}"?`;
  throw new ActivationSpecError(spec, `unknown activation "${name}"${question} ${known}`);
}

function readArguments(spec: string, kind: ActivationKind, text: string): Arguments {
  const { number, flag } = grammars[kind];
  const words = text.split(',');
  const flags = words.filter((word) => word === flag);
  const numbers = words.filter((word) => word !== flag).map((word) => readNumber(spec, kind, word));
  const repeated = numbers.length > 1 ? number : flags.length > 1 ? flag : undefined;
  if (repeated !== undefined) {
    throw new ActivationSpecError(spec, `activation "${spec}" gives ${repeated} twice.`);
  }
  return { number: numbers[0], flag: flags.length === 1 };
}

/** A decimal number, or one of the words for which the constructors have a better message than "cannot read". */
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]?Infinity)$/;

function readNumber(spec: string, kind: ActivationKind, word: string): number {
  const { number } = grammars[kind];
  const digits = word.startsWith(`${number}=`) ? word.slice(word.indexOf('=') + 1) : word;
  if (number !== undefined && NUMBER.test(digits)) return Number(digits);
  const rule = number === undefined ? `${kind} takes no parameter` : `the form is ${formOf(kind)}`;
  throw new ActivationSpecError(spec, `activation "${spec}": cannot read "${word}"; ${rule}.`);
}

function formOf(kind: ActivationKind): string {
  const { number, flag } = grammars[kind];
  return kind + (number === undefined ? '' : `[:${number}]`) + (flag === undefined ? '' : `[,${flag}]`);
}
