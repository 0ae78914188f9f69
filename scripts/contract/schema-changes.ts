import type { JsonSchema } from './json-schema.ts';

/** Who writes the data of a schema: clients (`request`), or Orderly (`response`). */
export type Written = 'request' | 'response';

/** Follows a reference within a document. */
export type Resolve = (schema: JsonSchema) => JsonSchema;

/**
 * The keywords for lower limits (`LOWER`) and for upper limits (`UPPER`). A lower limit is stricter if its value is
 * larger. An upper limit is stricter if its value is smaller.
 */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

const propertiesOf = (schema: JsonSchema): Record<string, JsonSchema> =>
  (schema['properties'] as Record<string, JsonSchema> | undefined) ?? {};
const requiredOf = (schema: JsonSchema): string[] => (schema['required'] as string[] | undefined) ?? [];
const valuesOf = (schema: JsonSchema): unknown[] | undefined =>
  (schema['enum'] as unknown[] | undefined) ?? ('const' in schema ? [schema['const']] : undefined);
const typesOf = (schema: JsonSchema): unknown[] =>
  schema['type'] === undefined ? [] : [schema['type']].flat();
const text = (value: unknown): string => JSON.stringify(value) ?? 'absent';

/** Merges the schemas in `allOf` into the schema itself. */
const merged = (schema: JsonSchema, resolve: Resolve): JsonSchema => {
  const { allOf, ...own } = resolve(schema);
  if (allOf === undefined) return own;
  const parts = [own, ...(allOf as JsonSchema[]).map((part) => merged(part, resolve))];
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(propertiesOf)),
    required: parts.flatMap(requiredOf),
  };
};

type Sides = { old: JsonSchema; now: JsonSchema };

const requestChanges = ({ old, now }: Sides): string[] => {
  const tighter = [
    ...LOWER.filter((limit) => Number(now[limit] ?? -Infinity) > Number(old[limit] ?? -Infinity)),
    ...UPPER.filter((limit) => Number(now[limit] ?? Infinity) < Number(old[limit] ?? Infinity)),
  ].map((limit) => `its ${limit} was ${text(old[limit])} and is ${text(now[limit])}`);
  const other = ['pattern', 'format'].filter((rule) => now[rule] !== undefined && now[rule] !== old[rule]);
  const before = requiredOf(old);
  return [
    ...tighter,
    ...other.map((rule) => `its ${rule} was ${text(old[rule])} and is ${text(now[rule])}`),
    ...requiredOf(now)
      .filter((name) => !before.includes(name))
      .map((name) => `"${name}" is required now`),
  ];
};

const responseChanges = ({ old, now }: Sides): string[] =>
  requiredOf(old)
    .filter((name) => name in propertiesOf(now) && !requiredOf(now).includes(name))
    .map((name) => `"${name}" may be absent now`);

const valueChanges = ({ old, now }: Sides, written: Written): string[] => {
  const [before, after] = [valuesOf(old), valuesOf(now)];
  if (after === undefined) return [];
  if (before === undefined)
    return written === 'request' ? [`only ${text(after)} are left of its values`] : [];
  return before.filter((value) => !after.includes(value)).map((value) => `its value ${text(value)} is gone`);
};

const typeChange = ({ old, now }: Sides, written: Written): string[] => {
  const [before, after] = [typesOf(old), typesOf(now)];
  const [narrow, wide] = written === 'request' ? [before, after] : [after, before];
  const fits = narrow.every((type) => wide.includes(type) || (type === 'integer' && wide.includes('number')));
  return wide.length === 0 || (narrow.length > 0 && fits)
    ? []
    : [`its type was ${text(old['type'])} and is ${text(now['type'])}`];
};

/**
 * Compares two schemas, and lists what breaks clients that use the old one. Each line begins with the JSON Pointer of
 * the field. In a response, new fields and new values break nothing, because clients must ignore what they do not know.
 */
export const schemaChanges = (
  before: JsonSchema,
  after: JsonSchema,
  written: Written,
  resolve: { old: Resolve; now: Resolve },
  pointer = '',
): string[] => {
  const sides = { old: merged(before, resolve.old), now: merged(after, resolve.now) };
  const { old, now } = sides;
  const own = [
    ...typeChange(sides, written),
    ...valueChanges(sides, written),
    ...(written === 'request' ? requestChanges(sides) : responseChanges(sides)),
  ].map((change) => `${pointer === '' ? 'the body' : pointer}: ${change}`);
  const [properties, kept] = [propertiesOf(old), propertiesOf(now)];
  const inner = Object.entries(properties).flatMap(([name, property]) => {
    const at = `${pointer}/${name}`;
    const left = kept[name];
    if (left !== undefined) return schemaChanges(property, left, written, resolve, at);
    // A field that was removed from a request may still be sent, unless the schema forbids unknown fields.
    return written === 'response' || now['additionalProperties'] === false
      ? [`${at}: the field is gone`]
      : [];
  });
  const [item, keptItem] = [old['items'], now['items']] as (JsonSchema | undefined)[];
  const items =
    item !== undefined && keptItem !== undefined
      ? schemaChanges(item, keptItem, written, resolve, `${pointer}/*`)
      : [];
  const unions = ['anyOf', 'oneOf'].flatMap((key) => {
    const [first, second] = [old[key], now[key]] as (JsonSchema[] | undefined)[];
    if (text(first) === text(second)) return [];
    const matching = (first ?? []).map((part, index) => [part, second?.[index]] as const);
    return matching.flatMap(([part, other]) =>
      other === undefined
        ? [`${pointer}: one of its forms is gone`]
        : schemaChanges(part, other, written, resolve, pointer),
    );
  });
  return [...own, ...inner, ...items, ...unions];
};
