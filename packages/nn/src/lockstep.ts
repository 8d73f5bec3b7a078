// Several callers, one program: each waits until all have brought their feeds, then one run serves all.
import { checkFeeds } from './engines/checkFeeds.js';
import type { NumberArray, Program, Variable, Variables } from './engines/engine.js';
import { type Graph, leavesOf } from './graph/graph.js';
import type { Value } from './graph/value.js';

type Feeds = Readonly<Record<string, NumberArray>>;
type Outputs = Record<string, NumberArray>;

interface Caller {
  readonly resolve: (outputs: Outputs) => void;
  readonly reject: (error: unknown) => void;
}

/** The program as one member sees it. */
export interface Place extends Program {
  /** The others no longer wait for this member, until its next run. */
  pause(): void;
}

/** Shares a program that was mapped over members (`vmap`) among them. */
export class Lockstep {
  readonly #program: Program;
  readonly #inputs: ReadonlyMap<string, Value>;
  /** By member, what a run changes. */
  readonly #changed: readonly (readonly Variable[])[];
  readonly #buffers: Outputs = {};
  readonly #present: Set<number>;
  readonly #awaited: Set<number>;
  readonly #waiting = new Map<number, Caller>();
  #isRunning = false;

  /**
   * @param program - the mapped program
   * @param graph - the graph of one member
   * @param members - the variables of each member, parts of the program's
   */
  constructor(program: Program, graph: Graph, members: readonly Variables[]) {
    this.#program = program;
    this.#inputs = leavesOf(graph, 'input');
    const names = Object.keys(graph.updates);
    this.#changed = members.map((variables) => names.map((name) => variables[name] as Variable));
    this.#present = new Set(members.keys());
    this.#awaited = new Set(members.keys());
  }

  place(member: number): Place {
    return {
      run: async (feeds) => {
        checkFeeds(this.#inputs, feeds);
        return this.#join(member, feeds);
      },
      pause: () => this.#pause(member),
      dispose: () => this.#leave(member),
    };
  }

  #join(member: number, feeds: Feeds): Promise<Outputs> {
    for (const name of this.#inputs.keys()) {
      const feed = feeds[name] as NumberArray;
      this.#buffers[name] ??= emptyLike(feed, this.#changed.length * feed.length);
      this.#buffers[name].set(feed, member * feed.length);
    }
    this.#awaited.add(member);
    const result = new Promise<Outputs>((resolve, reject) => {
      this.#waiting.set(member, { resolve, reject });
    });
    void this.#runIfComplete();
    return result;
  }

  #pause(member: number): void {
    if (this.#awaited.delete(member)) void this.#runIfComplete();
  }

  async #leave(member: number): Promise<void> {
    if (!this.#present.delete(member)) return;
    this.#pause(member);
    if (this.#present.size === 0) await this.#program.dispose();
  }

  async #runIfComplete(): Promise<void> {
    if (this.#isRunning || this.#waiting.size === 0 || this.#waiting.size < this.#awaited.size) return;
    const callers = new Map(this.#waiting);
    this.#waiting.clear();
    this.#isRunning = true;
    try {
      const outputs = await this.#runFor(callers);
      for (const [member, { resolve }] of callers) resolve(this.#partOf(outputs, member));
    } catch (error) {
      for (const { reject } of callers.values()) reject(error);
    }
    this.#isRunning = false;
    void this.#runIfComplete();
  }

  /** A run moves every member; whoever did not call gets back what it had. */
  async #runFor(callers: ReadonlyMap<number, Caller>): Promise<Outputs> {
    const kept = this.#changed.flatMap((variables, member) =>
      callers.has(member) ? [] : variables.map((variable) => ({ variable, content: variable.read() })),
    );
    const outputs = await this.#program.run(this.#buffers);
    for (const { variable, content } of kept) variable.write(content);
    return outputs;
  }

  #partOf(outputs: Outputs, member: number): Outputs {
    const parts = Object.entries(outputs).map(([name, values]) => {
      const size = values.length / this.#changed.length;
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
