// How one operation becomes nodes of an ONNX graph.
import type { OperationName } from '../../graph/operationSet.js';
import type { Value } from '../../graph/value.js';
import type { GraphWriter } from './graphWriter.js';

/** What a row sees: the value, the names of its inputs, where to write. */
export interface LoweringSite<Name extends OperationName = OperationName> {
  readonly value: Value<Name>;
  readonly inputs: readonly string[];
  readonly writer: GraphWriter;
  /** Further outputs of the node that made a value, for operations that need them later. */
  readonly sideOutputs: Map<Value, readonly string[]>;
}

/** Writes the nodes of one operation and returns the name of its result. */
export type Lowering<Name extends OperationName> = (site: LoweringSite<Name>) => string;

/** Rows for some of the operations. */
export type LoweringTable<Names extends OperationName> = { readonly [Name in Names]: Lowering<Name> };
