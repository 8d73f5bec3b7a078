import { requirePositiveInteger } from '../requirements.js';

/**
 * A binary tree whose inner nodes hold the sums of their children (Schaul et al. 2016, appendix B.2.1): changing a leaf
 * and finding the leaf at a position of the running sum both take log2(size) steps.
 *
 * Nodes lie in one array, the root at 1 and the children of node i at 2 i and 2 i + 1. Each inner node is added up anew
 * when a child changes, so that no error builds up, and the same leaves always give the same sums.
 */
export class SumTree {
  /** Number of leaves. */
  readonly size: number;
  readonly #firstLeaf: number;
  readonly #nodes: Float64Array;

  /** @throws RangeError if `size` is not a positive integer */
  constructor(size: number) {
    requirePositiveInteger('SumTree', 'size', size);
    this.size = size;
    this.#firstLeaf = 2 ** Math.ceil(Math.log2(size));
    this.#nodes = new Float64Array(2 * this.#firstLeaf);
  }

  /** Sum of all leaves. */
  get total(): number {
    return this.#nodes[1] as number;
  }

  /** Value of a leaf. */
  get(leaf: number): number {
    return this.#nodes[this.#firstLeaf + leaf] as number;
  }

  /** Changes a leaf to a number from 0 up. */
  set(leaf: number, value: number): void {
    const nodes = this.#nodes;
    let node = this.#firstLeaf + leaf;
    nodes[node] = value;
    for (node >>= 1; node >= 1; node >>= 1) {
      nodes[node] = (nodes[2 * node] as number) + (nodes[2 * node + 1] as number);
    }
  }

  /** The leaf whose stretch of the running sum contains `position`, in [0, total); never one of value 0. */
  find(position: number): number {
    const nodes = this.#nodes;
    let node = 1;
    let rest = position;
    while (node < this.#firstLeaf) {
      const left = nodes[2 * node] as number;
      // Rounding may leave a rest behind the last leaf: an empty branch is never entered.
      if (rest < left || nodes[2 * node + 1] === 0) {
        node = 2 * node;
      } else {
        rest -= left;
        node = 2 * node + 1;
      }
    }
    return node - this.#firstLeaf;
  }

  /** The first `count` leaves, as a copy. */
  leaves(count: number): Float64Array {
    return this.#nodes.slice(this.#firstLeaf, this.#firstLeaf + count);
  }

  /** Replaces the first leaves; the others are 0. */
  restore(leaves: Float64Array): void {
    const nodes = this.#nodes.fill(0);
    nodes.set(leaves, this.#firstLeaf);
    for (let node = this.#firstLeaf - 1; node >= 1; node--) {
      nodes[node] = (nodes[2 * node] as number) + (nodes[2 * node + 1] as number);
    }
  }
}
