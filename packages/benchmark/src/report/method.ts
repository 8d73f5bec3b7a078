import { type MetricKey, metrics } from '../runs/metrics.js';
import type { StudyResults } from '../summary/summarize.js';
import { formatDuration, formatNumber } from './format.js';
import { type Html, type HtmlValue, html } from './html.js';

/** How the numbers were made, so that somebody else can make them again. */
export function howItWasMade({ provenance, method, tasks }: StudyResults): Html {
  const arms = tasks.flatMap((task) => task.arms);
  const runs = arms.reduce((sum, { n }) => sum + n, 0);
  const seconds = arms
    .flatMap((arm) => arm.metrics.wallSeconds?.values ?? [])
    .reduce((sum, { value }) => sum + value, 0);
  const total =
    provenance.wallSeconds === undefined ? '' : `, ${formatDuration(provenance.wallSeconds)} in all`;
  return html`<section>
    <h2>How it was made</h2>
    <dl class="facts">
      ${fact('Command', html`<code>${provenance.command}</code>`)}
      ${fact('Runs', `${runs} finished runs, ${formatDuration(seconds)} of training added up${total}`)}
      ${fact('Machine', listed(provenance.machine))}
      ${fact('Versions', listed(provenance.versions))}
      ${fact(
        'Intervals',
        `${formatNumber(100 * method.confidence)} %, stratified percentile bootstrap over seeds, ${formatNumber(method.replicates)} replicates, resampling seed ${method.bootstrapSeed}; not adjusted for the number of comparisons`,
      )}
      ${fact('Baseline', html`<code>${method.baseline}</code>`)}
    </dl>
  </section>`;
}

function fact(term: string, description: HtmlValue): Html {
  return html`<div><dt>${term}</dt><dd>${description}</dd></div>`;
}

function listed(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

const statistics: readonly (readonly [string, string])[] = [
  [
    'n',
    'Number of training seeds. A seed is the unit of replication: episodes, evaluations and images are averaged within a run first.',
  ],
  [
    'interquartile mean (IQM)',
    'Mean of the middle half of the seeds: a quarter is dropped at each end, rounded down. With up to three seeds nothing is dropped and it is the mean.',
  ],
  [
    '95 % interval',
    'Seeds are drawn again with replacement many times; the middle 95 % of the recomputed values. It says how far other seeds might have moved the number.',
  ],
  [
    'paired difference',
    'Arm minus baseline. Both arms of a seed are drawn together, so that luck which they share cancels.',
  ],
  ['P(> baseline)', 'How likely a run of the arm scores above a run of the baseline; a tie counts one half.'],
  [
    'separated',
    'The interval of the paired difference lies on one side of zero, and there are at least six seeds: with fewer, an exact sign-flip test can’t reach p < 0.05 however large the difference.',
  ],
  [
    'steps to threshold',
    'Step of the first evaluation at or above the return that counts as solved. Runs that never got there count as later than all others.',
  ],
  [
    'learned slope',
    'Slope of PReLU left of zero, one per channel: mean over channels and seeds for each layer, and the smallest and largest channel of any seed.',
  ],
];

/** What each number means. */
export function definitions({ tasks }: StudyResults): Html {
  const arms = tasks.flatMap((task) => task.arms);
  const shown = (Object.keys(metrics) as MetricKey[]).filter((key) => arms.some((arm) => arm.metrics[key]));
  const terms = [
    ...statistics,
    ...shown.map((key) => [metrics[key].label, metrics[key].definition] as const),
  ];
  return html`<section>
    <h2>What the numbers mean</h2>
    <dl class="terms">${terms.map(([term, meaning]) => fact(term, meaning))}</dl>
  </section>`;
}
