// A tail as WebAssembly in its text format: a loop over four elements at a time, then one over those that are left.
import { isOperation } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { FLOAT_BYTES, type Form, pairSum, SINGLE, VECTOR } from '../webassembly/form.js';
import { isSum, type PointwiseTail, type TailOperation } from './pointwiseTail.js';

/** What the function of a tail takes, in this order: where each of these begins, in bytes of the memory. */
export interface TailArguments {
  /** What is read; constants of one element are part of the text. */
  readonly sources: readonly Value[];
  /** Names of variables. An element is written when all that is needed of it was read: it may be a source too. */
  readonly updates: readonly string[];
  /** Names of outputs, one element each. */
  readonly outputs: readonly string[];
}

/** The arguments of the function of a tail. */
export function argumentsOf({ sources, updates, outputs }: PointwiseTail): TailArguments {
  return {
    sources: sources.filter((source) => !isLiteral(source)),
    updates: Object.keys(updates),
    outputs: Object.keys(outputs),
  };
}

/** A module that imports `memory` from `rectify` and exports the function as `run`. Sums are added in float64. */
export function tailText(tail: PointwiseTail): string {
  const writer = new TailWriter(tail);
  const count = sizeOf(tail.shape);
  const rest = count % VECTOR.elements;
  return [
    '(module (import "rectify" "memory" (memory 1)) (func (export "run")',
    ...writer.parameters(),
    ...writer.locals(),
    ...writer.scalarSources(),
    ...writer.loop(VECTOR, count - rest),
    ...(rest === 0 ? [] : writer.loop(SINGLE, count)),
    ...writer.results(),
    '))',
  ].join('\n');
}

class TailWriter {
  readonly #tail: PointwiseTail;
  readonly #numbers: ReadonlyMap<Value, number>;
  readonly #sums: readonly Value[];

  constructor(tail: PointwiseTail) {
    this.#tail = tail;
    this.#numbers = new Map([...tail.sources, ...tail.members].map((value, number) => [value, number]));
    this.#sums = tail.members.filter(isSum);
  }

  parameters(): string[] {
    const { sources, updates, outputs } = argumentsOf(this.#tail);
    const starts = [
      ...sources.map((source) => this.#startOf(source)),
      ...updates.map((_, index) => updateStart(index)),
      ...outputs.map((_, index) => outputStart(index)),
    ];
    return starts.map((name) => `(param ${name} i32)`);
  }

  locals(): string[] {
    const values = [...this.#numbers.keys()].flatMap((value) =>
      [VECTOR, SINGLE].map((form) => `(local ${this.#nameOf(value, form)} ${form.type})`),
    );
    const sums = this.#sums.flatMap((sum) => [
      `(local ${this.#totalOf(sum, VECTOR)} v128)`,
      `(local ${this.#totalOf(sum, SINGLE)} f64)`,
    ]);
    return ['(local $at i32)', ...values, ...sums];
  }

  scalarSources(): string[] {
    return this.#tail.sources.filter(isScalar).flatMap((source) => {
      const loaded = isLiteral(source)
        ? `(f32.const ${numberOf(source)})`
        : `(f32.load (local.get ${this.#startOf(source)}))`;
      return [
        `(local.set ${this.#nameOf(source, SINGLE)} ${loaded})`,
        `(local.set ${this.#nameOf(source, VECTOR)} (f32x4.splat ${this.#get(source, SINGLE)}))`,
      ];
    });
  }

  /** Goes on from `$at` up to an element. */
  loop(form: Form, end: number): string[] {
    const { name, type, elements } = form;
    const sources = this.#tail.sources.filter((source) => !isScalar(source));
    const vectors = this.#tail.members.filter((value) => !isScalar(value));
    const updates = Object.values(this.#tail.updates);
    return [
      `(loop ${name}Loop`,
      ...sources.map(
        (source) =>
          `(local.set ${this.#nameOf(source, form)} (${type}.load ${placeIn(this.#startOf(source))}))`,
      ),
      ...vectors.map((value) => this.#computation(value, form)),
      ...updates.map(
        (value, index) => `(${type}.store ${placeIn(updateStart(index))} ${this.#get(value, form)})`,
      ),
      ...this.#sums.map((sum) => this.#summation(sum, form)),
      `(local.set $at (i32.add (local.get $at) (i32.const ${elements * FLOAT_BYTES})))`,
      `(br_if ${name}Loop (i32.lt_u (local.get $at) (i32.const ${end * FLOAT_BYTES}))))`,
    ];
  }

  results(): string[] {
    const outputs = Object.values(this.#tail.outputs);
    return [
      ...this.#tail.members.filter(isScalar).map((value) => this.#computation(value, SINGLE)),
      ...outputs.map(
        (value, index) => `(f32.store (local.get ${outputStart(index)}) ${this.#get(value, SINGLE)})`,
      ),
    ];
  }

  #computation(value: Value<TailOperation>, form: Form): string {
    const operands = value.inputs.map((input) => this.#get(input, form)).join(' ');
    const computed = `(${form.instructions}.${value.operation} ${operands})`;
    const special = isSum(value) ? this.#sumOf(value) : isOperation(value, 'reshape') ? operands : null;
    return `(local.set ${this.#nameOf(value, form)} ${special ?? computed})`;
  }

  #summation(sum: Value, form: Form): string {
    const total = this.#totalOf(sum, form);
    const addend = this.#get(sum.inputs[0] as Value, form);
    if (form === SINGLE)
      return `(local.set ${total} (f64.add (local.get ${total}) (f64.promote_f32 ${addend})))`;
    return `(local.set ${total} (f64x2.add (local.get ${total}) ${pairSum(addend)}))`;
  }

  #sumOf(sum: Value): string {
    const lanes = [0, 1].map(
      (lane) => `(f64x2.extract_lane ${lane} (local.get ${this.#totalOf(sum, VECTOR)}))`,
    );
    return `(f32.demote_f64 (f64.add (local.get ${this.#totalOf(sum, SINGLE)}) (f64.add ${lanes.join(' ')})))`;
  }

  #get(value: Value, form: Form): string {
    return `(local.get ${this.#nameOf(value, form)})`;
  }

  #nameOf(value: Value, { name }: Form): string {
    return `${name}${this.#numbers.get(value)}`;
  }

  #totalOf(sum: Value, form: Form): string {
    return `${this.#nameOf(sum, form)}Total`;
  }

  #startOf(source: Value): string {
    return `$source${this.#numbers.get(source)}`;
  }
}

function isScalar({ shape }: Value): boolean {
  return sizeOf(shape) === 1;
}

/** Whether a source is written as a number. */
function isLiteral(source: Value): source is Value<'constant'> {
  if (!isScalar(source) || !isOperation(source, 'constant')) return false;
  const number = numberOf(source);
  // Text that JavaScript writes of a number has no sign of 0, and no infinity as WebAssembly spells it.
  return Number.isFinite(number) && !Object.is(number, -0);
}

function numberOf({ attributes: { data } }: Value<'constant'>): number {
  return Math.fround(data[0] as number);
}

const updateStart = (index: number): string => `$update${index}`;
const outputStart = (index: number): string => `$output${index}`;

/** Where the elements lie that the loops have come to. */
const placeIn = (start: string): string => `(i32.add (local.get ${start}) (local.get $at))`;
