/** A formula for people: plain text, and LaTeX without delimiters. */
export interface WrittenFormula {
  readonly text: string;
  readonly latex: string;
}

/** A publication. */
export interface Paper {
  readonly authors: readonly string[];
  readonly title: string;
  readonly venue: string;
}

/** Name, formula, origin and character of one activation. */
export interface ActivationFacts {
  /** The name as people write it. */
  readonly name: string;
  readonly formula: WrittenFormula;
  readonly derivative: WrittenFormula;
  /** The values that f takes, as an interval in x real. */
  readonly range: string;
  /** Year of `paper`; null where no paper is needed. */
  readonly year: number | null;
  /** The paper that introduced it to neural networks, or that most follow in its use; the functions may be older. */
  readonly paper: Paper | null;
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly usedIn: readonly string[];
}
