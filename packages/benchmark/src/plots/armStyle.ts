// One look per activation, the same in every plot and table. The hues are those of Okabe and Ito (2008), which
// colour-blind readers can tell apart; all have a contrast of at least 3 : 1 on white and on the dark background
// of the report. Dash and shape say the same again, for print in grey.

/** How an arm is drawn. */
export interface ArmStyle {
  readonly color: string;
  /** Vega's symbol shape. */
  readonly shape: string;
  /** Lengths of dash and gap in pixels; [1, 0] is a solid line. */
  readonly dash: readonly [number, number];
}

const solid = [1, 0] as const;

const reserved: Readonly<Record<string, ArmStyle>> = {
  relu: { color: '#0072b2', shape: 'circle', dash: solid },
  'leaky_relu:0.01': { color: '#d55e00', shape: 'square', dash: [7, 3] },
  'prelu:0.25': { color: '#009e73', shape: 'triangle-up', dash: [3, 2] },
  'leaky_relu:0.1': { color: '#b8860b', shape: 'diamond', dash: [9, 2] },
  'elu:1': { color: '#c4699b', shape: 'triangle-down', dash: [5, 4] },
  tanh: { color: '#3d94c9', shape: 'cross', dash: [2, 3] },
  sigmoid: { color: '#808080', shape: 'triangle-right', dash: [1, 3] },
};

const spare: readonly ArmStyle[] = [
  { color: '#8f6fc0', shape: 'triangle-left', dash: [8, 4] },
  { color: '#a0703c', shape: 'wedge', dash: [4, 2] },
  { color: '#6b8e23', shape: 'stroke', dash: [6, 5] },
  { color: '#c04d5c', shape: 'arrow', dash: [10, 3] },
];

/**
 * The style of each activation. Common ones have a style of their own; others take the spare styles in order of
 * name, so that it doesn't depend on the order in which they are asked for. Beyond those, styles repeat.
 */
export function armStyles(activations: readonly string[]): Map<string, ArmStyle> {
  const others = [...new Set(activations)].filter((activation) => !reserved[activation]).sort();
  return new Map(
    activations.map((activation) => [
      activation,
      reserved[activation] ?? (spare[others.indexOf(activation) % spare.length] as ArmStyle),
    ]),
  );
}
