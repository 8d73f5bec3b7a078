import { type Dataset, DatasetError } from './dataset.js';

/**
 * The same dataset with the class indices of another list, matched by name.
 *
 * @throws DatasetError if it has a class that is not in the list
 */
export function withClasses(dataset: Dataset, classes: readonly string[]): Dataset {
  const places = dataset.classes.map((name) => classes.indexOf(name));
  const unknown = dataset.classes.filter((_, index) => places[index] === -1);
  if (unknown.length > 0) {
    throw new DatasetError(
      `${dataset.spec}: the detector does not know the class ${unknown.map((name) => `"${name}"`).join(', ')}; ` +
        `it knows ${classes.join(', ')}`,
    );
  }
  if (places.every((place, index) => place === index)) return { ...dataset, classes };
  return {
    ...dataset,
    classes,
    async split(name) {
      const split = await dataset.split(name);
      return {
        ...split,
        async example(index) {
          const example = await split.example(index);
          const objects = example.objects.map((object) => ({
            ...object,
            classIndex: places[object.classIndex] as number,
          }));
          return { ...example, objects };
        },
      };
    },
  };
}
