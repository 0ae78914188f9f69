import * as fc from 'fast-check';
import * as z from 'zod/mini';

/** The part of JSON Schema (draft 2020-12) that zod writes for the project's schemas. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The JSON Schema of a schema's input. It does not contain refinements. */
export const jsonSchemaOf = (schema: z.core.$ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Generators of values for fields, by name. With these generators, the generated data are about objects that exist. */
export type Known = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const MOST_ITEMS = 3;

const instant = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const text = ({ format, pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<unknown> => {
  if (format === 'date-time') return instant;
  if (format === 'uuid')
    return fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
    );
  if (format === 'uri') return fc.webUrl();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
};

const whole = ({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema) =>
  fc.oneof(
    fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) }),
    fc.constantFrom(minimum, maximum),
  );

/** False if a field has the name of a known field but allows other values, such as the `customerId` of partners. */
const mayBe = (field: JsonSchema, values: fc.Arbitrary<unknown>): boolean =>
  field.enum === undefined &&
  (field.pattern === undefined || new RegExp(field.pattern).test(String(fc.sample(values, 1)[0])));

const record = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      Object.hasOwn(known, name) && mayBe(field, known[name]!) ? known[name]! : valueOf(field, known),
    ]),
  );
  const declared = fc.record(fields, {
    requiredKeys: required.filter((name) => name in fields),
    noNullPrototype: true,
  });
  if (typeof additionalProperties !== 'object' || Object.keys(additionalProperties).length === 0)
    return declared;
  const names =
    propertyNames === undefined ? fc.string({ minLength: 1, maxLength: 20 }) : text(propertyNames);
  return fc.dictionary(names as fc.Arbitrary<string>, valueOf(additionalProperties, known), { maxKeys: 3 });
};

const valueOf = (schema: JsonSchema, known: Known): fc.Arbitrary<unknown> => {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueOf(choice, known)));
  switch (schema.type) {
    case 'object':
      return record(schema, known);
    case 'array': {
      const { items = {}, minItems = 0, maxItems = MOST_ITEMS } = schema;
      return fc.array(valueOf(items, known), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, MOST_ITEMS)),
      });
    }
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return whole(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
};

/**
 * Generates values that the schema accepts, including its refinements. `known` replaces fields by name, at any depth.
 */
export const fromSchema = (schema: z.core.$ZodType, known: Known = {}): fc.Arbitrary<unknown> =>
  valueOf(jsonSchemaOf(schema), known).filter((value) => z.safeParse(schema, value).success);
