// The error function by rational approximations (Cody 1969, Rational Chebyshev Approximations for the Error Function,
// Mathematics of Computation 23; coefficients as in his CALERF). Within 4 units in the last place, tails included.

/** A quotient of polynomials, coefficients from the highest power down. */
interface Quotient {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** erf(x) / x as a function of x^2, for |x| <= 1/2. */
const NEAR_ZERO: Quotient = {
  above: [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  below: [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};

/** e^(x^2) erfc(x), for 1/2 <= x <= 4. */
const MIDDLE: Quotient = {
  above: [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  below: [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
};

/** (1 / sqrt(pi) - x e^(x^2) erfc(x)) x^2 as a function of 1 / x^2, for x >= 4. */
const TAIL: Quotient = {
  above: [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  below: [
    1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
  ],
};

/**
 * The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. It is odd, between -1 and 1.
 *
 * @example
 * erf(0.5); // 0.5204998778130465
 */
export function erf(x: number): number {
  if (Math.abs(x) <= 0.5) return x * valueAt(NEAR_ZERO, x * x);
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
}

/**
 * The complement 1 - erf(x), which keeps its digits where erf(x) is nearly 1.
 *
 * @example
 * erfc(Infinity); // 0
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x <= 0.5) return 1 - erf(x);
  if (x <= 4) return gaussian(x) * valueAt(MIDDLE, x);
  // From here on it is below the smallest number, and Infinity would be divided by itself.
  if (x > 27.3) return 0;
  const inverseSquare = 1 / (x * x);
  const correction = inverseSquare * valueAt(TAIL, inverseSquare);
  return (gaussian(x) * (1 / Math.sqrt(Math.PI) - correction)) / x;
}

/** e^(-x^2). The square of a large x is not exact, so x is cut in two: a coarse part, whose square is, and a rest. */
function gaussian(x: number): number {
  const coarse = Math.floor(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

function valueAt({ above, below }: Quotient, x: number): number {
  return polynomial(above, x) / polynomial(below, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
