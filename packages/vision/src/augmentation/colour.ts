// Changes of light and colour that leave every pixel where it is.

/** A change of light: value -> (value - 128) * factor + 128 + added. */
export interface LightChange {
  readonly added: number;
  readonly factor: number;
}

/** A change of colour in HSV, on the hexagonal colour circle of Smith (1978). */
export interface ColourChange {
  /** Added to the hue, as a share of the circle. */
  readonly hueTurn: number;
  readonly saturationGain: number;
  readonly valueGain: number;
}

/** The change of light as a table from byte to byte. */
export function lightTable({ added, factor }: LightChange): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => (value - 128) * factor + 128 + added);
}

/** Whether the change leaves every colour as it is. */
export function keepsColours({ hueTurn, saturationGain, valueGain }: ColourChange): boolean {
  return hueTurn === 0 && saturationGain === 1 && valueGain === 1;
}

/**
 * Changes the colours of RGB bytes in place. Saturation and value stop at their ends; grey has no hue and stays grey.
 *
 * @param pixels - three bytes a pixel
 */
export function changeColours(
  pixels: Uint8Array,
  { hueTurn, saturationGain, valueGain }: ColourChange,
): void {
  const turn = 6 * (hueTurn + 1);
  for (let at = 0; at < pixels.length; at += 3) {
    const red = pixels[at] as number;
    const green = pixels[at + 1] as number;
    const blue = pixels[at + 2] as number;
    const greatest = Math.max(red, green, blue);
    const spread = greatest - Math.min(red, green, blue);
    const high = Math.min(255, greatest * valueGain);
    // Saturation is spread / greatest; in the new colour it times `high` is the new spread.
    const newSpread = spread === 0 ? 0 : high * Math.min(1, (saturationGain * spread) / greatest);
    const sixths = turn + hueInSixths(red, green, blue);
    pixels[at] = channel(high, newSpread, sixths + 5);
    pixels[at + 1] = channel(high, newSpread, sixths + 3);
    pixels[at + 2] = channel(high, newSpread, sixths + 1);
  }
}

/** The place on the colour circle, from -1 to 5: red at 0, green at 2, blue at 4. Grey is taken for red. */
function hueInSixths(red: number, green: number, blue: number): number {
  const greatest = Math.max(red, green, blue);
  const spread = greatest - Math.min(red, green, blue);
  if (spread === 0) return 0;
  if (greatest === red) return (green - blue) / spread;
  return greatest === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
}

/** A channel as a byte, its place on the circle, from 0 to below 24, counted from where it begins to fall. */
function channel(high: number, spread: number, sixths: number): number {
  const place = sixths - 6 * ((sixths / 6) | 0);
  const depth = Math.max(0, Math.min(place, 4 - place, 1));
  // Not Math.round and not %: they took half of the time of the whole change.
  return (high - spread * depth + 0.5) | 0;
}
