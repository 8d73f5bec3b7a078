/** Brightness of a colour, in the unit of its channels (luma of Rec. 601). */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
