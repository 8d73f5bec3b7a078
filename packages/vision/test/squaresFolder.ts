// A Pascal VOC folder that a detector learns in seconds.
import { type RgbImage, solidImage } from '../src/images/image.js';
import { vocFolder } from './vocFolder.js';

/** Grey, with one bright square and one dark one at random places: what a detector learns in seconds. */
function squares(index: number): { image: RgbImage; objects: string[] } {
  const image = solidImage({ width: 64, height: 48 }, [128, 128, 128]);
  const objects = [250, 10].map((value, half) => {
    const [side, x1, y1] = [
      14 + ((index * 3) % 8),
      half * 32 + ((index * 5) % 10),
      (index * 7 + half * 11) % 26,
    ];
    for (let y = y1; y < y1 + side; y++) image.data.fill(value, (y * 64 + x1) * 3, (y * 64 + x1 + side) * 3);
    return `${half === 0 ? 'bright' : 'dark'} ${x1} ${y1} ${x1 + side} ${y1 + side}`;
  });
  return { image, objects };
}

/** 32 pictures to train on and 8 to judge by; returns the folder's path. */
export async function squaresFolder(): Promise<string> {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`s${index}`, squares(index)]));
  const names = Object.keys(files);
  return vocFolder(files, { train: names.slice(0, 32), val: names.slice(32) });
}
