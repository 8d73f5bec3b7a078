import { compileInspector, type Engine, type UnitInspector } from '@rectify/nn';
import type { ReplayBatch } from './replay/replayMemory.js';
import { type TdLossOptions, tdLoss } from './tdLoss.js';
import { type TdTrainer, transitionInputs } from './tdTrainer.js';

/** Inspects the online network, and how the gradient of the training's loss reaches its layers. */
export type TdInspector = UnitInspector<ReplayBatch>;

/** Compiles the inspection of the network that a trainer trains; `batchSize` transitions in a run. */
export function compileTdInspector(
  engine: Engine,
  { model, state, copies }: TdTrainer,
  { batchSize, ...lossOptions }: TdLossOptions & { readonly batchSize: number },
): Promise<TdInspector> {
  return compileInspector(engine, {
    model,
    state,
    copies,
    batchSize,
    inputs: transitionInputs(model),
    loss: (site) => tdLoss(site, lossOptions),
  });
}
