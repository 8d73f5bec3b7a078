/** One evaluation of a learning curve. */
export interface CurvePoint {
  /** Environment steps, or training steps of a detector. */
  readonly step: number;
  readonly value: number;
}

/**
 * The average height of a learning curve: trapezoids over the steps, divided by the steps that it covers. A curve
 * that rises early has a larger area than one that reaches the same end late.
 *
 * @param curve - in order of step; a single point counts as its value
 * @throws RangeError if there is no point, or the steps don't increase
 */
export function areaUnderCurve(curve: readonly CurvePoint[]): number {
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) throw new RangeError('a learning curve needs at least one point, got none');
  if (curve.length === 1) return first.value;
  let area = 0;
  for (const [index, right] of curve.entries()) {
    const left = curve[index - 1];
    if (!left) continue;
    if (right.step <= left.step) {
      throw new RangeError(`a learning curve's steps must increase, got ${right.step} after ${left.step}`);
    }
    area += ((left.value + right.value) / 2) * (right.step - left.step);
  }
  return area / (last.step - first.step);
}

/** The step of the first evaluation at or above the threshold; undefined for a run that never got there. */
export function stepsToThreshold(curve: readonly CurvePoint[], threshold: number): number | undefined {
  return curve.find(({ value }) => value >= threshold)?.step;
}
