/** How many seeds a figure rests on: `3 seeds`, or `2 to 3 seeds` if the arms differ. */
export function seedCount(arms: readonly { readonly n: number }[]): string {
  return countOf('seed', arms);
}

/** The same of something else, named in the singular. */
export function countOf(unit: string, groups: readonly { readonly n: number }[]): string {
  const counts = groups.map(({ n }) => n);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const range = fewest === most ? `${most}` : `${fewest} to ${most}`;
  return `${range} ${most === 1 ? unit : `${unit}s`}`;
}
