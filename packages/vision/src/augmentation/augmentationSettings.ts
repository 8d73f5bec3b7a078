// How training pictures may be varied. Every draw is uniform and made whether it is used or not, so that switching one
// variation off leaves the luck of the others as it was.

/** How far a picture may be varied; 0 or false leaves a variation out. */
export interface AugmentationSettings {
  /** Mirror left and right in half of the cases. */
  readonly horizontalFlip: boolean;
  /** Mirror top and bottom in half of the cases: only where up has no meaning. */
  readonly verticalFlip: boolean;
  /** Enlarge by a factor from 1 - scale to 1 + scale; below 1. */
  readonly scale: number;
  /** Move by up to this share of the frame's width and height either way; a mosaic moves its centre instead. */
  readonly translate: number;
  /**
   * An object that a variation cuts to less than this share of its area is one no longer, but background. What people
   * label decides: in pictures whose border cuts objects, the least visible ones that they still drew a box around.
   */
  readonly minimumVisibility: number;
  /** Added to each value, up to this share of 255 either way. */
  readonly brightness: number;
  /** Factor on the distance to mid-grey, from 1 - contrast to 1 + contrast. */
  readonly contrast: number;
  /** Turn of the hue (HSV), up to this share of the colour circle either way; at most 0.5. */
  readonly hue: number;
  /** Factor on the saturation (HSV), from 1 - saturation to 1 + saturation. */
  readonly saturation: number;
  /** Factor on the value (HSV), from 1 - value to 1 + value. */
  readonly value: number;
  /** Probability of a mosaic: four pictures around a centre (Bochkovskiy et al. 2020, section 3.3). */
  readonly mosaic: number;
  /** Probability that another picture with its objects is laid half transparently on top (Zhang et al. 2018). */
  readonly mixup: number;
  /** The last so many epochs are without mosaic and mixup, so that training ends on pictures as they are. */
  readonly closeMosaic: number;
}

/** Pictures as they are. */
export const NO_AUGMENTATION: AugmentationSettings = {
  horizontalFlip: false,
  verticalFlip: false,
  scale: 0,
  translate: 0,
  minimumVisibility: 0.25,
  brightness: 0,
  contrast: 0,
  hue: 0,
  saturation: 0,
  value: 0,
  mosaic: 0,
  mixup: 0,
  // The habit of Ultralytics; it says nothing while both are off.
  closeMosaic: 10,
};

/** The settings of one epoch, counted from 0, of a training with `epochs` of them. */
export function settingsOfEpoch(
  settings: AugmentationSettings,
  epoch: number,
  epochs: number,
): AugmentationSettings {
  return epoch < epochs - settings.closeMosaic ? settings : { ...settings, mosaic: 0, mixup: 0 };
}
