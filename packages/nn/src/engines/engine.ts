// What an engine is. A graph goes in; a program comes out that runs in one call.
import type { Graph } from '../graph/graph.js';

/** Arrays that cross the boundary of a program, row-major. */
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** State that lives with an engine between runs and that several programs can share. */
export interface Variable {
  /** Number of elements. */
  readonly size: number;
  /** A copy of the content. */
  read(): Float32Array | Float64Array;
  /** Copies the content into an array of its size, for those who read often: a large array is dear to throw away. */
  copyTo(target: Float32Array): void;
  /**
   * Replaces the content.
   *
   * @throws RangeError if the number of elements differs
   */
  write(values: ArrayLike<number>): void;
  /** The elements from `start` up to but not `end` as a variable of its own that shares them. */
  slice(start: number, end: number): Variable;
}

/** The named state of a program. */
export type Variables = Readonly<Record<string, Variable>>;

/** A compiled graph. */
export interface Program {
  /**
   * Runs once: reads the variables, writes their updates, returns the outputs. Outputs are fresh arrays.
   *
   * @param feeds - one array for each input of the graph
   * @throws RangeError if an input is missing or has the wrong number of elements
   */
  run(feeds: Readonly<Record<string, NumberArray>>): Promise<Record<string, NumberArray>>;
  /** Frees what the program holds outside the JavaScript heap. */
  dispose(): Promise<void>;
}

/** Something that turns graphs into programs. */
export interface Engine {
  readonly name: string;
  /** New state of this engine with the given content. */
  variable(content: ArrayLike<number>): Variable;
  /**
   * Compiles a graph against the variables it names.
   *
   * @throws RangeError if a variable is missing or has the wrong size
   */
  compile(graph: Graph, variables?: Variables): Promise<Program>;
}
