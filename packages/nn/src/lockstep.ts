// Several callers, one program: each waits until all have brought their feeds, then one run serves all.
import { checkFeeds } from './engines/checkFeeds.js';
import type { NumberArray, Program } from './engines/engine.js';
import { type Graph, leavesOf } from './graph/graph.js';
import type { Value } from './graph/value.js';

type Feeds = Readonly<Record<string, NumberArray>>;
type Outputs = Record<string, NumberArray>;

interface Caller {
  readonly resolve: (outputs: Outputs) => void;
  readonly reject: (error: unknown) => void;
}

/** Shares a program that was mapped over members (`vmap`) among them. */
export class Lockstep {
  readonly #program: Program;
  readonly #inputs: ReadonlyMap<string, Value>;
  readonly #buffers: Outputs = {};
  readonly #members: number;
  readonly #present: Set<number>;
  readonly #waiting = new Map<number, Caller>();

  /**
   * @param program - the mapped program
   * @param graph - the graph of one member
   */
  constructor(program: Program, graph: Graph, members: number) {
    this.#program = program;
    this.#inputs = leavesOf(graph, 'input');
    this.#members = members;
    this.#present = new Set(Array.from({ length: members }, (_, member) => member));
  }

  /** The program as one member sees it. */
  place(member: number): Program {
    return {
      run: async (feeds) => {
        checkFeeds(this.#inputs, feeds);
        return this.#join(member, feeds);
      },
      dispose: () => this.#leave(member),
    };
  }

  #join(member: number, feeds: Feeds): Promise<Outputs> {
    for (const name of this.#inputs.keys()) {
      const feed = feeds[name] as NumberArray;
      this.#buffers[name] ??= emptyLike(feed, this.#members * feed.length);
      this.#buffers[name].set(feed, member * feed.length);
    }
    const result = new Promise<Outputs>((resolve, reject) => {
      this.#waiting.set(member, { resolve, reject });
    });
    void this.#runIfComplete();
    return result;
  }

  /** Whoever stays goes on; the numbers of whoever left are computed along and belong to nobody. */
  async #leave(member: number): Promise<void> {
    if (!this.#present.delete(member)) return;
    if (this.#present.size === 0) return this.#program.dispose();
    void this.#runIfComplete();
  }

  async #runIfComplete(): Promise<void> {
    if (this.#waiting.size === 0 || this.#waiting.size < this.#present.size) return;
    const callers = [...this.#waiting];
    this.#waiting.clear();
    try {
      const outputs = await this.#program.run(this.#buffers);
      for (const [member, { resolve }] of callers) resolve(this.#partOf(outputs, member));
    } catch (error) {
      for (const [, { reject }] of callers) reject(error);
    }
  }

  #partOf(outputs: Outputs, member: number): Outputs {
    const parts = Object.entries(outputs).map(([name, values]) => {
      const size = values.length / this.#members;
      return [name, values.subarray(member * size, (member + 1) * size)] as const;
    });
    return Object.fromEntries(parts);
  }
}

function emptyLike(feed: NumberArray, length: number): NumberArray {
  if (feed instanceof Float32Array) return new Float32Array(length);
  if (feed instanceof Float64Array) return new Float64Array(length);
  return feed instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
