import * as fc from 'fast-check';
import { hostileValue, strangeName } from './hostile.ts';
import type { JsonSchema } from './from-schema.ts';
import { changedAt, fieldsOf, jsonText, pathsIn, RawJson, RawObject, type Path } from './json-text.ts';

/**
 * What is known about a generated JSON text before any code of the project reads it:
 * - `valid`: it was generated from the schema;
 * - `invalid`: it certainly breaks the schema, for example because it has a number in the place of a text;
 * - `open`: it was changed, and may be either.
 */
export type Claim = 'valid' | 'invalid' | 'open';

export interface Sample {
  readonly text: string;
  readonly claim: Claim;
  /** How the valid value was changed, for people who read a finding. */
  readonly note: string;
}

const hows = [
  'remove',
  'replace',
  'replace',
  'other-type',
  'other-type',
  'add',
  'repeat-before',
  'repeat-after',
  'multiply',
] as const;

/**
 * The number of items in a long list. So many items reveal that a limit on items, or on errors about items, is
 * missing.
 */
const MANY = 3_000;

interface Step {
  readonly at: number;
  readonly how: (typeof hows)[number];
  readonly name: string;
  readonly hostile: unknown;
}

const step: fc.Arbitrary<Step> = fc.record({
  at: fc.nat({ max: 10_000 }),
  how: fc.constantFrom(...hows),
  name: strangeName,
  hostile: hostileValue,
});

/** The declaration of the value at a path, or `undefined` if the schema does not say what the value must be. */
const declaredAt = (schema: JsonSchema | undefined, path: Path): JsonSchema | undefined => {
  const [first, ...rest] = path;
  if (schema === undefined || schema.anyOf !== undefined || schema.oneOf !== undefined) return undefined;
  if (first === undefined) return schema;
  if (typeof first === 'number') return declaredAt(schema.items, rest);
  return declaredAt(schema.properties?.[first], rest);
};

const typeOf = (value: unknown): string => {
  if (value instanceof RawJson) return typeOf(JSON.parse(value.text));
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value;
};

/** A value of another type than the declared one. */
const ofOtherType = (declared: string, hostile: unknown): unknown => {
  const type = declared === 'integer' ? 'number' : declared;
  if (typeOf(hostile) !== type) return hostile;
  return type === 'array' ? 'text' : [];
};

const described = (path: Path, how: string): string => `${how} at /${path.join('/')}`;

const apply = (value: unknown, schema: JsonSchema, one: Step): Sample & { readonly value: unknown } => {
  const paths = pathsIn(value);
  const path = paths[one.at % paths.length] ?? [];
  const parent = path.slice(0, -1);
  const name = path.at(-1);
  const result = (changed: unknown, claim: Claim, note = described(path, one.how)) => ({
    value: changed,
    text: jsonText(changed),
    claim,
    note,
  });
  switch (one.how) {
    case 'remove': {
      if (name === undefined) return result(value, 'open');
      const isRequired =
        typeof name === 'string' && declaredAt(schema, parent)?.required?.includes(name) === true;
      return result(
        changedAt(value, path, () => undefined),
        isRequired ? 'invalid' : 'open',
      );
    }
    case 'replace':
      return result(
        changedAt(value, path, () => one.hostile),
        'open',
      );
    case 'other-type': {
      const type = declaredAt(schema, path)?.type;
      if (type === undefined)
        return result(
          changedAt(value, path, () => one.hostile),
          'open',
        );
      return result(
        changedAt(value, path, () => ofOtherType(type, one.hostile)),
        'invalid',
      );
    }
    case 'multiply': {
      const lists = paths.filter((one) => Array.isArray(valueAt(value, one)));
      const list = lists[one.at % Math.max(1, lists.length)];
      if (list === undefined) return result(value, 'open');
      const many = Array.from({ length: MANY }, () => one.hostile);
      const isLong = jsonText(one.hostile).length > 100;
      return result(
        changedAt(value, list, () => (isLong ? [] : many)),
        'open',
        described(list, one.how),
      );
    }
    case 'add':
    case 'repeat-before':
    case 'repeat-after': {
      const inObject = fieldsOf(valueAt(value, path)) !== undefined ? path : parent;
      const fields = fieldsOf(valueAt(value, inObject));
      if (fields === undefined) return result(value, 'open');
      const [given] = fields[one.at % Math.max(1, fields.length)] ?? [one.name];
      const added = [one.how === 'add' ? one.name : given, one.hostile] as const;
      const all = one.how === 'repeat-before' ? [added, ...fields] : [...fields, added];
      const isNew = one.how === 'add' && !fields.some(([field]) => field === one.name);
      const declared = declaredAt(schema, inObject);
      const isUndeclared = isNew && !Object.hasOwn(declared?.properties ?? {}, one.name);
      const claim = isUndeclared && declared?.additionalProperties === false ? 'invalid' : 'open';
      return result(
        changedAt(value, inObject, () => new RawObject(all)),
        claim,
        described(inObject, one.how),
      );
    }
  }
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)] as unknown;
    return fieldsOf(found)?.find(([name]) => name === step)?.[1];
  }, value);

/** Changes generated values in one place, or rarely in several places. `schema` is the declaration of the values. */
export const mutated = (values: fc.Arbitrary<unknown>, schema: JsonSchema): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      values,
      step,
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(step, { maxLength: 3 }) },
      ),
    )
    .map(([value, first, more]) => {
      let sample = apply(value, schema, first);
      for (const one of more) {
        const next = apply(sample.value, schema, one);
        // A later change may undo or hide an earlier one, so nobody knows whether the text is valid.
        sample = { ...next, claim: 'open', note: `${sample.note}, ${next.note}` };
      }
      const { text, claim, note } = sample;
      return { text, claim, note };
    });

/** Texts that are not JSON: valid JSON that ends too early, and any other text that does not parse. */
export const notJson = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Sample> =>
  fc
    .oneof(
      fc.tuple(values, fc.nat({ max: 10_000 })).map(([value, at]) => {
        const text = jsonText(value);
        return text.slice(0, at % text.length);
      }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '',
        ' ',
        'NaN',
        'undefined',
        "{'a':1}",
        '{"a":1}}',
        '\uFEFF{}',
        '[1,]',
        '{"a":01}',
        '<xml/>',
      ),
    )
    .filter((text) => !isJson(text))
    .map((text) => ({ text, claim: 'invalid', note: 'not JSON' }));

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Valid values, written as JSON. */
export const untouched = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Sample> =>
  values.map((value) => ({ text: jsonText(value), claim: 'valid', note: 'valid' }));
