import {
  type Engine,
  exportLayersModel,
  exportOnnx,
  type LayerInspection,
  type LayersModelFiles,
  learnedSlopes,
  type Model,
  type PreActivationHistogram,
  preActivationHistograms,
  sizeOf,
  summarize,
  type TensorFile,
} from '@rectify/nn';
import type { Actor } from './actor.js';
import { type AgentIdentity, readCheckpoint, restoreTensors, writeCheckpoint } from './checkpoint.js';
import { type Evaluation, type EvaluationOptions, evaluateGreedily } from './evaluation.js';
import type { Inspection, TrainingEvent } from './events.js';
import type { GreedyPolicy } from './greedyPolicy.js';
import type { Learner } from './learner.js';
import type { ReplayBatch } from './replay/replayMemory.js';
import type { AgentSettings } from './settings.js';
import type { Discrete } from './spaces/discrete.js';
import type { TdInspector } from './tdInspector.js';
import { Training } from './training.js';

/** Options of `Agent.train`. */
export interface TrainOptions {
  /**
   * Environment steps at which the training ends, counted from the agent's first; default the setting `steps`.
   * Epsilon and the learning rate fall over this many steps.
   */
  readonly steps?: number;
}

/** The parts that `createAgent` puts together. */
export interface AgentParts {
  readonly engine: Engine;
  readonly identity: AgentIdentity;
  readonly actionSpace: Discrete;
  readonly actor: Actor;
  readonly learner: Learner;
  /** Acts outside of the training. */
  readonly policy: GreedyPolicy;
  /** Acts in the training. */
  readonly actingPolicy: GreedyPolicy;
  readonly inspector: TdInspector;
  /** The transitions on which units are inspected. */
  readonly probe: ReplayBatch;
  /** Seed of the evaluations during the training. */
  readonly evaluationSeed: number;
  /** Steps over which the schedules fall. */
  readonly plan: { steps: number };
}

/** A DQN agent: plays, learns, and tells what happens. Made by `createAgent` and `loadAgent`. */
export class Agent {
  readonly #parts: AgentParts;
  readonly #training: Training;

  constructor(parts: AgentParts) {
    const { actor, learner, plan, evaluationSeed: seed } = parts;
    const { settings } = parts.identity;
    this.#parts = parts;
    this.#training = new Training({
      settings,
      actor,
      learner,
      plan,
      parametersChanged: () => this.#parametersChanged(),
      evaluate: async () => {
        const { meanReturn, meanDiscountedReturn, meanInitialQ } = await this.evaluate({
          episodes: settings.evaluationEpisodes,
          seed,
        });
        return { meanReturn, meanDiscountedReturn, meanInitialQ, ...(await this.inspect()) };
      },
    });
  }

  /** Id of its environment. */
  get environment(): string {
    return this.#parts.identity.environment;
  }

  /** Printed activation spec of its hidden layers, such as `leaky_relu:0.01`. */
  get activation(): string {
    return this.#parts.identity.activation;
  }

  get seed(): number {
    return this.#parts.identity.seed;
  }

  get settings(): AgentSettings {
    return this.#parts.identity.settings;
  }

  /** Numbers that the network learns. */
  get parameterCount(): number {
    return this.#model.parameterCount;
  }

  /** Environment steps so far. */
  get step(): number {
    return this.#training.step;
  }

  /** Events that the training has told so far, `finished` apart: a log that is longer goes beyond this moment. */
  get eventCount(): number {
    return this.#training.told;
  }

  /** Updates of the online network so far. */
  get updates(): number {
    return this.#parts.learner.updates;
  }

  /** The network as a table. */
  summary(): string {
    return summarize(this.#model);
  }

  /**
   * Trains until `steps` environment steps are taken in all, and yields what happens; `finished` comes last. Whoever
   * stops listening stops the training after that event; another call goes on from there.
   *
   * @example
   * for await (const event of agent.train({ steps: 50_000 })) {
   *   if (event.type === 'evaluation') console.log(event.step, event.meanReturn);
   * }
   *
   * @throws RangeError if `steps` is not a positive integer
   * @throws Error if a training of this agent is running
   */
  train({ steps = this.settings.steps }: TrainOptions = {}): AsyncGenerator<TrainingEvent, void, void> {
    return this.#training.run(steps);
  }

  /**
   * Plays greedily in environments of its own, without touching the training.
   *
   * @throws RangeError if `episodes` is not a positive integer or `seed` not an integer from 0 up
   */
  evaluate(options: EvaluationOptions = {}): Promise<Evaluation> {
    return evaluateGreedily(this.environment, { ...this.settings, policy: this.#parts.policy }, options);
  }

  /**
   * The action of highest value; the first one on a tie.
   *
   * @throws RangeError if the observation has the wrong length
   */
  async act(observation: Float32Array): Promise<number> {
    const size = sizeOf(this.#model.inputShape);
    if (observation.length !== size) {
      throw new RangeError(
        `act: an observation of ${this.environment} has ${size} numbers, got ${observation.length}`,
      );
    }
    return this.#parts.actionSpace.start + (await this.#parts.policy.actOnce(observation));
  }

  /** The state of the network's units on the probe, and the slopes it has learned. */
  async inspect(): Promise<Inspection> {
    const slopes = learnedSlopes(this.#model, this.#parts.learner.trainer.state);
    const layers = await this.inspectLayers();
    return {
      unitHealth: layers.map(({ health }) => health),
      learnedSlopes: slopes.map(({ layer, mean, min, max }) => ({ layer, mean, min, max })),
    };
  }

  /** The same in full: every unit of every layer. */
  inspectLayers(): Promise<LayerInspection[]> {
    return this.#parts.inspector.inspect(this.#parts.probe);
  }

  /** How the pre-activations of each layer are distributed on the probe. */
  preActivationHistograms(): Promise<PreActivationHistogram[]> {
    const { engine, probe, learner } = this.#parts;
    const batchSize = probe.observations.length / sizeOf(this.#model.inputShape);
    const network = { model: this.#model, state: learner.trainer.state, batchSize };
    return preActivationHistograms(engine, network, probe.observations);
  }

  /** The trained network as the bytes of an ONNX file: observations in the environment's units to action values. */
  toOnnx(): Uint8Array {
    return exportOnnx(this.#model, this.#parts.learner.trainer.state, this.#facts());
  }

  /** The same network as the files of a TensorFlow.js Layers model. */
  toLayersModel(): LayersModelFiles {
    return exportLayersModel(this.#model, this.#parts.learner.trainer.state, this.#facts());
  }

  /** Everything needed to go on later, as one file of tensors. */
  checkpoint(): TensorFile {
    const { identity, learner } = this.#parts;
    return writeCheckpoint({ identity, training: this.#training.state() }, learner);
  }

  /**
   * Goes on where `checkpoint` was made.
   *
   * @throws CheckpointError if the file does not fit this agent
   */
  restore(file: TensorFile): void {
    const { training } = readCheckpoint(file);
    restoreTensors(this.#parts.learner, file);
    this.#parametersChanged();
    this.#training.restore(training);
  }

  /**
   * Writes the checkpoint into a directory that exists: `checkpoint.safetensors` with everything, and
   * `checkpoint.json` with what it says about the agent, for people and tools. Needs Node.
   *
   * @throws TensorFileError if a file cannot be written
   */
  async save(directory: string): Promise<void> {
    const { saveCheckpoint } = await import('./checkpointFiles.js');
    await saveCheckpoint(directory, this.checkpoint());
  }

  /** Frees what the engine holds outside the JavaScript heap. */
  async dispose(): Promise<void> {
    const { learner, policy, actingPolicy, inspector } = this.#parts;
    const programs = [learner.trainer, policy, actingPolicy, inspector];
    await Promise.all(programs.map((program) => program.dispose()));
  }

  #parametersChanged(): void {
    this.#parts.policy.parametersChanged();
    this.#parts.actingPolicy.parametersChanged();
  }

  /** What a file of the network says about it. */
  #facts(): Record<string, string> {
    const { environment, activation, seed } = this.#parts.identity;
    return { environment, activation, seed: String(seed), step: String(this.step) };
  }

  get #model(): Model {
    return this.#parts.learner.trainer.model;
  }
}
