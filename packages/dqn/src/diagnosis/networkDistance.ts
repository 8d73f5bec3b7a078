// How large the network's parameters are and how far the target network lags behind, in the Euclidean norm.

/** The norm of a flat vector of parameters. */
export function parameterNorm(parameters: ArrayLike<number>): number {
  return distance(parameters, undefined);
}

/** The norm of the difference between the online and the target network's parameters. */
export function targetDrift(online: ArrayLike<number>, target: ArrayLike<number>): number {
  return distance(online, target);
}

function distance(first: ArrayLike<number>, second: ArrayLike<number> | undefined): number {
  let squares = 0;
  for (let index = 0; index < first.length; index++) {
    squares += ((first[index] as number) - (second?.[index] ?? 0)) ** 2;
  }
  return Math.sqrt(squares);
}
