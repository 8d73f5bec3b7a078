import { cosineSchedule, type Schedule } from '@rectify/nn';

/** What decides the learning rate at each update. */
export interface ScheduleSettings {
  /** Peak of the cosine schedule. */
  readonly learningRate: number;
  /** Updates of the linear warm-up. */
  readonly warmUpSteps: number;
}

/** Half a cosine to zero behind a linear warm-up, which a training of few updates cuts short. */
export function trainingSchedule({ learningRate, warmUpSteps }: ScheduleSettings, steps: number): Schedule {
  return cosineSchedule({ peak: learningRate, steps, warmUpSteps: Math.min(warmUpSteps, steps - 1) });
}
