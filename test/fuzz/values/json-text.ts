/** A part of a JSON text that is written unchanged, such as `1e999`. `JSON.stringify` never writes such a text. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An object that is written with these fields in this order. A name may occur twice (RFC 8259, section 4). */
export class RawObject {
  readonly fields: readonly (readonly [string, unknown])[];
  constructor(fields: readonly (readonly [string, unknown])[]) {
    this.fields = fields;
  }
}

/** The fields of an object in a tree of values, or `undefined` if the value is not an object. */
export const fieldsOf = (value: unknown): readonly (readonly [string, unknown])[] | undefined => {
  if (value instanceof RawObject) return value.fields;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof RawJson) {
    return undefined;
  }
  return Object.entries(value).filter(([, field]) => field !== undefined);
};

/** Writes a tree of values as JSON. Lone surrogates are written as escapes, as `JSON.stringify` does. */
export const jsonText = (value: unknown): string => {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  const fields = fieldsOf(value);
  if (fields === undefined) return JSON.stringify(value) ?? 'null';
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${jsonText(field)}`).join(',')}}`;
};

/** The path to a value in a tree: names of fields and indices of arrays. */
export type Path = readonly (string | number)[];

/** All paths in a tree. The first one leads to the tree itself. */
export const pathsIn = (value: unknown, at: Path = []): readonly Path[] => {
  const inner = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => pathsIn(item, [...at, index]))
    : (fieldsOf(value) ?? []).flatMap(([name, field]) => pathsIn(field, [...at, name]));
  return [at, ...inner];
};

/** Replaces the value at a path by the result of `change`. If the result is `undefined`, removes the value. */
export const changedAt = (value: unknown, path: Path, change: (found: unknown) => unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value
      .map((item: unknown, index) => (index === step ? changedAt(item, rest, change) : item))
      .filter((item) => item !== undefined);
  }
  const fields = fieldsOf(value) ?? [];
  return new RawObject(
    fields
      .map(([name, field]) => [name, name === step ? changedAt(field, rest, change) : field] as const)
      .filter(([, field]) => field !== undefined),
  );
};
