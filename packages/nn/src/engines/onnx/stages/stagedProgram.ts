// A program in stages: kernels in WebAssembly and products in ONNX Runtime by turns, in memory that both reach, and at the end
// the update of the variables.
import { checkFeeds } from '../../checkFeeds.js';
import type { NumberArray, Program } from '../../engine.js';
import { othersTurn } from '../othersTurn.js';
import type { TailProgram } from '../tail/tailProgram.js';
import type { TensorType } from '../tensorType.js';
import { Guest, type SharedVariable } from '../webassembly/sharedVariable.js';
import type { StageFunction } from './kernelModule.js';
import type { RunningProducts } from './productModel.js';

/** What a program in stages is put together from. */
export interface StagedParts {
  /** What the stages are fed, and where it goes. */
  readonly fed: readonly { readonly name: string; readonly type: TensorType; readonly values: NumberArray }[];
  /** Variables whose places are the arguments of the kernels, in their order. */
  readonly read: readonly SharedVariable[];
  /** All variables by name. */
  readonly variables: ReadonlyMap<string, SharedVariable>;
  readonly stages: readonly { readonly kernels: StageFunction; readonly products: RunningProducts | null }[];
  /** What the tail starts from and no kernel puts there. */
  readonly copies: readonly { readonly from: () => Float32Array; readonly to: Float32Array }[];
  readonly returned: readonly { readonly name: string; readonly values: () => NumberArray }[];
  readonly tail: TailProgram;
}

type Outputs = Record<string, NumberArray>;

/** Kernels and products on shared variables. */
export class StagedProgram implements Program {
  readonly #parts: StagedParts;
  readonly #types: ReadonlyMap<string, TensorType>;
  readonly #guests: readonly { readonly guest: Guest; readonly isWritten: boolean }[];
  /** The run that waits for products, if there is one: what others do in the meantime would be in its memory. */
  #waiting: Promise<Outputs> | null = null;
  #isDisposed = false;

  constructor(parts: StagedParts) {
    const tailFed = [...parts.tail.fed].map(([name, { type, numbers }]) => {
      return { name, type, values: numbers.values };
    });
    this.#parts = { ...parts, fed: [...parts.fed, ...tailFed] };
    this.#types = new Map(this.#parts.fed.map(({ name, type }) => [name, type]));
    this.#guests = [...parts.variables].flatMap(([name, guest]) =>
      guest instanceof Guest ? [{ guest, isWritten: parts.tail.updates.includes(name) }] : [],
    );
  }

  async run(feeds: Readonly<Record<string, NumberArray>>): Promise<Outputs> {
    while (this.#waiting !== null) await this.#waiting.catch(() => {});
    if (this.#isDisposed) throw new Error('onnx engine: this program was disposed of; compile it again');
    const outputs = this.#run(feeds);
    if (outputs instanceof Promise) this.#waiting = outputs.finally(() => (this.#waiting = null));
    const finished = await (this.#waiting ?? outputs);
    await othersTurn();
    return finished;
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    await Promise.all(this.#parts.stages.map(({ products }) => products?.dispose()));
  }

  #run(feeds: Readonly<Record<string, NumberArray>>): Outputs | Promise<Outputs> {
    for (const { name, values } of this.#parts.fed) {
      const feed = feeds[name];
      if (feed?.length !== values.length) checkFeeds(this.#types, feeds);
      else values.set(feed);
    }
    for (const { guest } of this.#guests) guest.enter();
    const waiting = this.#runStages(0);
    return waiting === undefined ? this.#finish() : waiting.then(() => this.#finish());
  }

  #runStages(first: number): Promise<void> | undefined {
    const { stages, read } = this.#parts;
    const starts = read.map(({ values }) => values.byteOffset);
    for (let index = first; index < stages.length; index++) {
      const { kernels, products } = stages[index] as StagedParts['stages'][number];
      kernels(...starts);
      const waiting = products?.run();
      if (waiting !== undefined) return waiting.then(() => this.#runStages(index + 1));
    }
    return undefined;
  }

  #finish(): Outputs {
    const { returned, copies, tail } = this.#parts;
    const outputs: Outputs = {};
    for (const { name, values } of returned) outputs[name] = values().slice();
    for (const { from, to } of copies) to.set(from());
    Object.assign(outputs, tail.run());
    for (const { guest, isWritten } of this.#guests) if (isWritten) guest.leave();
    return outputs;
  }
}
