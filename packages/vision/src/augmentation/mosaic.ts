// Four pictures around a centre (YOLOv4: Bochkovskiy et al. 2020, section 3.3). There a canvas of twice the size is
// put together and then cut to the frame; here each quarter of the frame is drawn at once, at the cost of one picture.
import type { Size } from '../boxes/box.js';
import { cornerAxis, type Placement, type Span } from './geometry.js';
import type { Variation } from './variation.js';

/** Where the four pictures meet, as shares of the frame's width and height. */
export interface MosaicCentre {
  readonly x: number;
  readonly y: number;
}

/** The corners of a mosaic in the order of its pictures. */
export const MOSAIC_CORNERS = ['top left', 'top right', 'bottom left', 'bottom right'] as const;

/** A corner of a mosaic. */
export type MosaicCorner = (typeof MOSAIC_CORNERS)[number];

/** A picture of a mosaic: where it is, and what of its frame holds the picture. */
export interface MosaicTile {
  readonly corner: MosaicCorner;
  readonly variation: Variation;
  readonly content: { readonly columns: Span; readonly rows: Span };
}

/** The place of a picture that touches the centre with one of its corners and fills that quarter as far as it reaches. */
export function placeInMosaic(
  { corner, variation, content }: MosaicTile,
  { centre, frame }: { readonly centre: MosaicCentre; readonly frame: Size },
): Placement {
  const isLeft = corner.endsWith('left');
  const isTop = corner.startsWith('top');
  const [x, y] = [Math.round(centre.x * frame.width), Math.round(centre.y * frame.height)];
  return {
    mapX: cornerAxis(content.columns, variation.scaleX, { side: isLeft ? 'end' : 'start', position: x }),
    mapY: cornerAxis(content.rows, variation.scaleY, { side: isTop ? 'end' : 'start', position: y }),
    columns: isLeft ? { from: 0, to: x } : { from: x, to: frame.width },
    rows: isTop ? { from: 0, to: y } : { from: y, to: frame.height },
  };
}
