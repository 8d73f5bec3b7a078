// A checkpoint holds all that a training needs to go on as if it had not stopped: the tensors of network, optimizer,
// target and replay buffer, and as metadata what the agent is and where it stands.
import {
  CheckpointError,
  type NamedTensor,
  restoreTrainer,
  type TensorFile,
  trainerTensors,
} from '@rectify/nn';
import type { Learner } from './learner.js';
import type { AgentSettings } from './presets.js';
import type { ReplayState } from './replayBuffer.js';
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
const replayPrefix = 'replay.';

/** Everything as one file of tensors. */
export function writeCheckpoint(checkpoint: AgentCheckpoint, { trainer, buffer }: Learner): TensorFile {
  const { tensors, metadata } = trainerTensors(trainer);
  const { added, ...columns } = buffer.state();
  const replay = Object.entries({ ...columns, added: Int32Array.of(added) }).map(
    ([name, data]): [string, NamedTensor] => [replayPrefix + name, { shape: [data.length], data }],
  );
  return {
    tensors: { ...tensors, ...Object.fromEntries(replay) },
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
export function restoreTensors({ trainer, buffer }: Learner, file: TensorFile): void {
  const replay = replayOf(file);
  restoreTrainer(trainer, file);
  buffer.restore(replay);
}

function replayOf({ tensors }: TensorFile): ReplayState {
  const column = <Column extends NamedTensor['data']>(
    name: keyof ReplayState,
    type: new () => Column,
  ): Column => {
    const data = tensors[replayPrefix + name]?.data;
    if (data instanceof type) return data;
    throw new CheckpointError(`checkpoint: tensor "${replayPrefix}${name}" is missing or of the wrong type`);
  };
  const [added = 0] = column('added', Int32Array);
  return {
    observations: column('observations', Float32Array),
    actions: column('actions', Int32Array),
    rewards: column('rewards', Float32Array),
    nextObservations: column('nextObservations', Float32Array),
    discounts: column('discounts', Float32Array),
    added,
  };
}
