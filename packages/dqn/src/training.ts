// The training loop: acts, learns and tells what happens, step by step, and can stop and go on between any two events.
// Most steps neither update nor evaluate. They are taken in one stretch without a promise, which would cost more than
// a small environment's step.
import type { Actor, ActorState } from './actor.js';
import type { Quantiles } from './diagnosis/numberWindow.js';
import { epsilonAt } from './epsilonSchedule.js';
import type { EvaluationEvent, TrainingEvent, UpdateEvent } from './events.js';
import type { Learner, LearnerState } from './learner.js';
import { requirePositiveInteger } from './requirements.js';
import type { AgentSettings } from './settings.js';
import { Stopwatch } from './stopwatch.js';

/** Environment steps that one `update` event sums up. */
const stepsPerUpdateEvent = 500;

/** Where a training stands, apart from its tensors. */
export interface TrainingState {
  /** Environment steps so far. */
  readonly step: number;
  readonly wallSeconds: number;
  /** Events that were handed out so far. */
  readonly told: number;
  /** Events of the last step that were not handed out yet. */
  readonly waiting: readonly TrainingEvent[];
  readonly actor: ActorState;
  readonly learner: LearnerState;
}

/** What a training works with. */
export interface TrainingParts {
  readonly settings: AgentSettings;
  readonly actor: Actor;
  readonly learner: Learner;
  /** Steps over which epsilon and the learning rate fall. */
  readonly plan: { steps: number };
  /** Tells the policies of the network that the learner has changed it. */
  readonly parametersChanged: () => void;
  /** Evaluates and inspects the network as it is. */
  readonly evaluate: () => Promise<Omit<EvaluationEvent, 'type' | 'step' | 'wallSeconds'>>;
}

/** One training from its first step to its last. */
export class Training {
  readonly #parts: TrainingParts;
  #stopwatch = new Stopwatch();
  #step = 0;
  #told = 0;
  #waiting: TrainingEvent[] = [];
  #isRunning = false;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** Environment steps so far. */
  get step(): number {
    return this.#step;
  }

  /** Events handed out so far, `finished` apart. */
  get told(): number {
    return this.#told;
  }

  /**
   * Goes on until `steps` environment steps are taken in all, and yields what happens; `finished` comes last.
   *
   * @throws RangeError if `steps` is not a positive integer
   * @throws Error if the training is running already
   */
  async *run(steps: number): AsyncGenerator<TrainingEvent, void, void> {
    requirePositiveInteger('train', 'steps', steps);
    if (this.#isRunning)
      throw new Error('train: this agent is being trained already; wait for it or stop it');
    this.#isRunning = true;
    this.#parts.plan.steps = steps;
    try {
      yield* this.#handOut();
      while (this.#step < steps) {
        this.#stopwatch.start();
        await this.#takeSteps(steps);
        this.#stopwatch.stop();
        yield* this.#handOut();
      }
      yield this.#finishedEvent();
    } finally {
      this.#isRunning = false;
      this.#parts.learner.trainer.pause();
    }
  }

  /** Everything but tensors, as plain values. */
  state(): TrainingState {
    return {
      step: this.#step,
      wallSeconds: this.#stopwatch.seconds,
      told: this.#told,
      waiting: this.#waiting,
      actor: this.#parts.actor.state(),
      learner: this.#parts.learner.state(),
    };
  }

  /** Goes on where `state` was taken. */
  restore({ step, wallSeconds, told, waiting, actor, learner }: TrainingState): void {
    this.#step = step;
    this.#stopwatch = new Stopwatch(wallSeconds);
    this.#told = told;
    this.#waiting = [...waiting];
    this.#parts.actor.restore(actor);
    this.#parts.learner.restore(learner);
  }

  /** An event leaves the queue before it is handed out, so that a checkpoint made on it goes on with the next one. */
  *#handOut(): Generator<TrainingEvent, void, void> {
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      this.#told += 1;
      yield event;
    }
  }

  /** Goes on until there is something to tell, at most to `steps`. */
  async #takeSteps(steps: number): Promise<void> {
    const { actor } = this.#parts;
    while (this.#step < steps && this.#waiting.length === 0) {
      const epsilon = this.#epsilon();
      const action = actor.chooseAction(epsilon);
      this.#act(typeof action === 'number' ? action : await action, epsilon);
      if (this.#isLearningDue()) await this.#learn();
      if (this.#step % stepsPerUpdateEvent === 0) this.#waiting.push(...this.#updateEvents());
      if (this.#isEvaluationDue()) this.#waiting.push(await this.#evaluationEvent());
    }
  }

  #act(action: number, epsilon: number): void {
    const { experience, finished } = this.#parts.actor.step(action);
    this.#parts.learner.remember(experience);
    this.#step += 1;
    if (finished) this.#waiting.push({ type: 'episode', step: this.#step, ...finished, epsilon });
  }

  #isLearningDue(): boolean {
    const { warmUpSteps, trainFrequency } = this.#parts.settings;
    return this.#step > warmUpSteps && this.#step % trainFrequency === 0;
  }

  #isEvaluationDue(): boolean {
    const { settings, plan } = this.#parts;
    return this.#step % settings.stepsPerEvaluation === 0 || this.#step === plan.steps;
  }

  async #learn(): Promise<void> {
    const { learner, settings, plan, parametersChanged } = this.#parts;
    for (let round = 0; round < settings.gradientSteps; round++) {
      await learner.learn(Math.min(1, this.#step / plan.steps));
    }
    parametersChanged();
  }

  #epsilon(): number {
    const { settings, plan } = this.#parts;
    if (this.#step < settings.warmUpSteps) return 1;
    const { initialEpsilon: start, finalEpsilon: end, explorationShare } = settings;
    return epsilonAt({ start, end, duration: explorationShare * plan.steps }, this.#step);
  }

  /** One event, or none as long as nothing was learned. */
  #updateEvents(): UpdateEvent[] {
    const { learner, settings } = this.#parts;
    const summary = learner.takeSummary();
    if (summary === undefined) return [];
    const { tdErrorQuantiles, meanQ, maximumQ } = summary;
    const unscaled = (value: number): number => value / settings.rewardScale;
    return [
      {
        type: 'update',
        step: this.#step,
        updates: learner.updates,
        ...summary,
        tdErrorQuantiles: mapQuantiles(tdErrorQuantiles, unscaled),
        meanQ: unscaled(meanQ),
        maximumQ: unscaled(maximumQ),
      },
    ];
  }

  async #evaluationEvent(): Promise<EvaluationEvent> {
    const outcome = await this.#parts.evaluate();
    return { type: 'evaluation', step: this.#step, ...outcome, wallSeconds: this.#stopwatch.seconds };
  }

  #finishedEvent(): TrainingEvent {
    return {
      type: 'finished',
      step: this.#step,
      episodes: this.#parts.actor.finishedEpisodes,
      updates: this.#parts.learner.updates,
      wallSeconds: this.#stopwatch.seconds,
    };
  }
}

function mapQuantiles({ q05, q50, q95 }: Quantiles, convert: (value: number) => number): Quantiles {
  return { q05: convert(q05), q50: convert(q50), q95: convert(q95) };
}
