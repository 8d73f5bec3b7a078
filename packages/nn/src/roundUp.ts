/** The least multiple of a unit that is no smaller than the amount. */
export function roundUp(amount: number, unit: number): number {
  return Math.ceil(amount / unit) * unit;
}
