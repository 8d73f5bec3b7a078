// What the drawings of all environments share: the document, the colours and the precision of their numbers.

/** Colours by their part in a scene, so that every environment is read in the same way. */
export const palette = {
  background: '#f7f5f0',
  ground: '#57534e',
  hill: '#ddd6c8',
  /** What the agent moves directly. */
  body: '#1e3a5f',
  /** What follows from it. */
  limb: '#d97706',
  goal: '#15803d',
  danger: '#b91c1c',
} as const;

/** An SVG document with the common background. */
export function svgDocument(width: number, height: number, shapes: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${palette.background}"/>`,
    ...shapes,
    '</svg>',
  ].join('');
}

/** A length or an angle with the two decimals that can be seen. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Radians as degrees. */
export function degrees(radians: number): number {
  return rounded((radians * 180) / Math.PI);
}
