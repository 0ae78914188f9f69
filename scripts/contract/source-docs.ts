/** The comments of a TypeScript source, without their markup. */
export type Docs = {
  /** The comment above each constant at the top level, by the constant's name. */
  constants: ReadonlyMap<string, string>;
  /** The comments above the properties within a constant: `Order.payBy`. */
  properties: ReadonlyMap<string, string>;
};

/** Removes the asterisks, and the tags with all that follows them. */
const textOf = (comment: string): string =>
  comment
    .replaceAll(/\n\s*\* ?/g, '\n')
    .replace(/\n@\w[^]*$/, '')
    .trim()
    .replaceAll(/\s*\n\s*\n\s*/g, '\n\n')
    .replaceAll(/(?<!\n)\n(?!\n)/g, ' ');

/** A doc comment directly above a constant that begins a line. */
const CONSTANT = /(?:^|\n)(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?(?:export )?const (\w+)\b/g;
/** A doc comment directly above a property. */
const PROPERTY = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*\n\s*(\w+)\b/g;

/**
 * Reads the doc comments of a source that Prettier has formatted, so that documents say the same as the code.
 * TypeScript 7 has no parser that programs can call.
 */
export const docsIn = (source: string): Docs => {
  const constants = new Map<string, string>();
  const properties = new Map<string, string>();
  const found = [...source.matchAll(CONSTANT)];
  found.forEach((match, index) => {
    const [all, comment, name = ''] = match;
    if (comment !== undefined) constants.set(name, textOf(comment));
    const block = source.slice(match.index + all.length, found[index + 1]?.index);
    for (const [, inner = '', property = ''] of block.matchAll(PROPERTY)) {
      properties.set(`${name}.${property}`, textOf(inner));
    }
  });
  return { constants, properties };
};
