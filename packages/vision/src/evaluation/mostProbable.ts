/** The class with the largest logit, the first of equal ones, and its probability by softmax. */
export function mostProbable(
  count: number,
  logit: (index: number) => number,
): { classIndex: number; probability: number } {
  let classIndex = 0;
  for (let index = 1; index < count; index++) if (logit(index) > logit(classIndex)) classIndex = index;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += Math.exp(logit(index) - logit(classIndex));
  return { classIndex, probability: 1 / sum };
}
