// A checkpoint holds all that a training needs to go on as if it had not stopped: the tensors of network, optimizer,
// target and replay memory, and as metadata what the agent is and where it stands.
import {
  CheckpointError,
  type NamedTensor,
  restoreTrainer,
  type TensorFile,
  trainerTensors,
} from '@rectify/nn';
import type { Learner } from './learner.js';
import type { AgentSettings } from './settings.js';
import type { TrainingState } from './training.js';

/** What makes two agents the same before they have learned anything. */
export interface AgentIdentity {
  readonly environment: string;
  /** The printed activation spec, such as `leaky_relu:0.01`. */
  readonly activation: string;
  readonly seed: number;
  readonly settings: AgentSettings;
}

/** What a checkpoint tells besides its tensors. */
export interface AgentCheckpoint {
  readonly identity: AgentIdentity;
  readonly training: TrainingState;
}

const metadataKey = 'agent';

/** Everything as one file of tensors. */
export function writeCheckpoint(checkpoint: AgentCheckpoint, learner: Learner): TensorFile {
  const { tensors, metadata } = trainerTensors(learner.trainer);
  const columns = Object.entries(learner.columns()).map(([name, data]): [string, NamedTensor] => [
    name,
    { shape: [data.length], data },
  ]);
  return {
    tensors: { ...tensors, ...Object.fromEntries(columns) },
    metadata: { ...metadata, [metadataKey]: JSON.stringify(checkpoint) },
  };
}

/**
 * What a checkpoint tells besides its tensors.
 *
 * @throws CheckpointError if the file was not written by an agent
 */
export function readCheckpoint({ metadata }: TensorFile): AgentCheckpoint {
  const text = metadata[metadataKey];
  if (text === undefined) throw new CheckpointError('checkpoint: it holds no agent, only tensors');
  try {
    return JSON.parse(text) as AgentCheckpoint;
  } catch (cause) {
    throw new CheckpointError('checkpoint: what it says about the agent is not JSON', { cause });
  }
}

/**
 * Puts the tensors of a checkpoint back.
 *
 * @throws CheckpointError if one is missing or does not fit, or the weights belong to another activation
 */
export function restoreTensors(learner: Learner, file: TensorFile): void {
  restoreTrainer(learner.trainer, file);
  learner.restoreColumns((name, type) => {
    const data = file.tensors[name]?.data;
    if (data instanceof type) return data;
    throw new CheckpointError(`checkpoint: tensor "${name}" is missing or of the wrong type`);
  });
}
