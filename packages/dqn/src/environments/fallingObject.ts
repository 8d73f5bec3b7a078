// What can stand in a row of FallingFruit, as one small integer, so that a field is ten numbers and a step allocates
// nothing. A drifting hazard runs through 18 phases: phases 0 to 9 are columns 0 to 9 on the way to the right, phases
// 10 to 17 columns 8 to 1 on the way back. It turns at the walls by itself, and its past is as plain as its future.

/** Columns, and rows, of the field. */
export const gridSize = 10;
const phaseCount = 2 * (gridSize - 1);

const firstFruit = 1;
const firstStillHazard = firstFruit + gridSize;
const firstDriftingHazard = firstStillHazard + gridSize;

/** 0: nothing; 1 to 10: a fruit in column 0 to 9; 11 to 20: a hazard that falls straight; 21 to 38: one that drifts. */
export type FallingObject = number;

export const nothing: FallingObject = 0;
/** The greatest integer that is an object. */
export const lastObject: FallingObject = firstDriftingHazard + phaseCount - 1;

export function fruitIn(column: number): FallingObject {
  return firstFruit + column;
}

export function stillHazardIn(column: number): FallingObject {
  return firstStillHazard + column;
}

/**
 * A drifting hazard that will be in `column` after `steps` steps.
 *
 * @param comesFromLeft - which way it drifts when it gets there; at a wall there is only one way
 */
export function driftingHazard({
  column,
  steps,
  comesFromLeft,
}: {
  readonly column: number;
  readonly steps: number;
  readonly comesFromLeft: boolean;
}): FallingObject {
  const arrival = comesFromLeft ? column : phaseCount - column;
  return firstDriftingHazard + ((arrival + phaseCount - steps) % phaseCount);
}

export function isFruit(object: FallingObject): boolean {
  return object >= firstFruit && object < firstStillHazard;
}

export function isHazard(object: FallingObject): boolean {
  return object >= firstStillHazard;
}

/** Where an object is; must not be asked of nothing. */
export function columnOf(object: FallingObject): number {
  if (object >= firstDriftingHazard) return columnInPhase(object - firstDriftingHazard);
  return object >= firstStillHazard ? object - firstStillHazard : object - firstFruit;
}

/** Where an object was one step before. */
export function previousColumnOf(object: FallingObject): number {
  if (object < firstDriftingHazard) return columnOf(object);
  return columnInPhase((object - firstDriftingHazard + phaseCount - 1) % phaseCount);
}

/** The same object one step later. */
export function afterOneStep(object: FallingObject): FallingObject {
  if (object < firstDriftingHazard) return object;
  return firstDriftingHazard + ((object - firstDriftingHazard + 1) % phaseCount);
}

function columnInPhase(phase: number): number {
  return gridSize - 1 - Math.abs(gridSize - 1 - phase);
}
