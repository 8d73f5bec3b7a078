// From a plan and the observations to plots; a study without runs gives none.
import { hasFactors, type Observation, type RunFactors } from '../contrasts/observation.js';
import type { Figure, FigurePlan } from './figurePlans.js';
import { drawArms } from './figures/armsFigure.js';
import { drawMap } from './figures/mapFigure.js';
import { distinct, type Panel } from './figures/panel.js';
import { drawProfiles } from './figures/profileFigure.js';
import { drawSweep } from './figures/sweepFigure.js';
import type { NamedPlot } from './namedPlot.js';

/** Every plot of a plan. */
export async function drawFigures(
  { study, figures }: FigurePlan,
  observations: readonly Observation[],
): Promise<NamedPlot[]> {
  const plots: NamedPlot[] = [];
  for (const figure of figures) {
    const own = observations.filter((run) => run.study === study && belongsTo(figure, run));
    for (const panel of panelsOf(figure, { study, runs: own })) {
      const svg = await drawPanel(figure, panel);
      if (svg !== undefined) plots.push({ name: nameOf(figure, panel), svg });
    }
  }
  return plots;
}

function belongsTo({ where = {}, activations }: Figure, run: Observation): boolean {
  return hasFactors(run, where) && (activations?.includes(String(run.factors.activation)) ?? true);
}

/** One for each metric and each value of the factor that panels are for, as far as there are runs. */
function panelsOf(
  { metrics, panels }: Figure,
  { study, runs }: Pick<Panel, 'study' | 'runs'>,
): readonly Panel[] {
  return metrics.flatMap((metric) => {
    const measured = runs.filter((run) => metric in run.metrics);
    return placesOf(panels, measured).map((place) => ({
      study,
      metric,
      place,
      runs: measured.filter((run) => hasFactors(run, place)),
    }));
  });
}

function placesOf(factor: string | undefined, runs: readonly Observation[]): RunFactors[] {
  if (runs.length === 0) return [];
  if (factor === undefined) return [{}];
  return distinct(runs.flatMap(({ factors }) => factors[factor] ?? [])).map((value) => ({ [factor]: value }));
}

/** Figures of one study and metric are told apart by their kind. */
function nameOf({ kind }: Figure, { study, metric, place }: Panel): string {
  const ending = kind === 'profile' || kind === 'map' ? [kind] : [];
  return [study, metric, ...Object.values(place), ...ending].join('-').replace(/[^\w.-]+/g, '-');
}

function drawPanel(figure: Figure, panel: Panel): Promise<string | undefined> {
  switch (figure.kind) {
    case 'arms':
      return drawArms(panel);
    case 'sweep':
      return drawSweep(figure, panel);
    case 'profile':
      return drawProfiles(figure, panel);
    case 'map':
      return drawMap(figure, panel);
  }
}
