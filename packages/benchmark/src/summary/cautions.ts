import type { StudyRuns } from '../runs/readRuns.js';
import { distinctResamples, smallestSignFlipProbability } from '../statistics/fewSeeds.js';
import type { ArmRuns, TaskRuns } from './grouping.js';

/** What a reader has to know before trusting the numbers, a sentence or two each; empty if there is nothing. */
export function cautionsOf(tasks: readonly TaskRuns[], { runs, unfinished }: StudyRuns): string[] {
  const versions = new Set(runs.map(({ result }) => JSON.stringify(Object.entries(result.versions).sort())));
  return [
    ...fewSeeds(tasks),
    ...tasks.flatMap((task) => [...unequalSeeds(task), ...unequalBudgets(task)]),
    ...(versions.size > 1
      ? [
          `The runs were made with ${versions.size} different sets of versions: differences may come from those.`,
        ]
      : []),
    ...(unfinished.length > 0 ? [`Begun, not finished and not counted: ${unfinished.join(', ')}.`] : []),
  ];
}

function fewSeeds(tasks: readonly TaskRuns[]): string[] {
  const fewest = Math.min(...tasks.flatMap(({ arms }) => arms.map((arm) => arm.runs.length)));
  if (fewest >= 10) return [];
  if (fewest === 1)
    return ['One seed per arm shows that it works; it says nothing about which arm is better.'];
  const resamples = distinctResamples(fewest).toLocaleString('en');
  const chance = smallestSignFlipProbability(fewest);
  return [
    `${fewest} seeds are few. They can be redrawn in only ${resamples} ways, so the intervals are coarse and never ` +
      `leave the range of the data. And if two arms were equal, all ${fewest} differences would still point the same ` +
      `way with probability ${chance.toLocaleString('en', { maximumSignificantDigits: 2 })}.`,
  ];
}

function unequalSeeds({ task, arms }: TaskRuns): string[] {
  const lists = arms.map((arm) => arm.runs.map(({ result }) => result.seed).join(', '));
  if (new Set(lists).size === 1) return [];
  const listed = arms.map(({ activation }, index) => `${activation} ${lists[index]}`).join('; ');
  return [
    `${task}: the arms have different seeds (${listed}). Arms are compared on the seeds that both have.`,
  ];
}

function unequalBudgets({ task, arms }: TaskRuns): string[] {
  const budgets = new Set(arms.flatMap((arm: ArmRuns) => arm.runs.map(({ result }) => result.steps)));
  if (budgets.size === 1) return [];
  const ascending = [...budgets]
    .sort((first, second) => first - second)
    .map((steps) => steps.toLocaleString('en'));
  return [
    `${task}: the runs have different lengths (${ascending.join(', ')} steps), so the comparison isn't fair.`,
  ];
}
