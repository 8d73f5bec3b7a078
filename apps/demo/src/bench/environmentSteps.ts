// How many steps of an environment a second of processor time holds.
import { median, quantile } from '@rectify/benchmark';
import { createEnvironment, environmentIds } from '@rectify/dqn';

/** The pace of one environment. */
export interface EnvironmentPace {
  readonly environment: string;
  /** Steps in a second of processor time: median, 5th and 95th percentile over the turns. */
  readonly perSecond: number;
  readonly low: number;
  readonly high: number;
  /** Timed turns. */
  readonly runs: number;
}

const TURNS = 9;
/** For the compiler. */
const WARM_UP_TURNS = 2;
const STEPS_IN_TURN = 50_000;

/**
 * Times every registered environment, one after the other, with actions in turn and the resets that they lead to.
 *
 * @param processorMs - the processor's time so far, in milliseconds: other programs on the machine then matter little
 */
export function timeEnvironments(
  processorMs: () => number,
  onTurn: (share: number) => void,
): EnvironmentPace[] {
  const ids = environmentIds();
  return ids.map((id, index) => {
    const paces = Array.from({ length: WARM_UP_TURNS + TURNS }, (_, turn) => {
      onTurn((index + turn / (WARM_UP_TURNS + TURNS)) / ids.length);
      const before = processorMs();
      play(id);
      return (1000 * STEPS_IN_TURN) / (processorMs() - before);
    }).slice(WARM_UP_TURNS);
    const [low, high] = [quantile(paces, 0.05), quantile(paces, 0.95)];
    return { environment: id, perSecond: median(paces), low, high, runs: TURNS };
  });
}

function play(id: string): void {
  const environment = createEnvironment(id);
  const { size, start } = environment.actionSpace;
  environment.reset(0);
  for (let step = 0; step < STEPS_IN_TURN; step++) {
    const { terminated, truncated } = environment.step(start + (step % size));
    if (terminated || truncated) environment.reset();
  }
}
