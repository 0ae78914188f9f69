import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import * as fields from '../../shared/events/fields.ts';
import { projectRoot } from '../console/paths.ts';
import { docComments, type DocComments } from './doc-comments.ts';

/** A JSON Schema, draft 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = { [keyword: string]: unknown };

/** Whether a schema describes what clients send or what they get. */
export type Direction = 'request' | 'response';

const fieldComments = docComments([readFileSync(join(projectRoot, 'shared/events/fields.ts'), 'utf8')]);
const fieldNames = new Map<z.core.$ZodType, string>(
  Object.entries(fields).flatMap(([name, field]) => (field instanceof z.ZodMiniType ? [[field, name]] : [])),
);

/** The comment of a shared field, if the schema is this field, or was made from it by adding checks. */
const commentOfField = (schema: z.core.$ZodType): string | undefined => {
  // oxlint-disable-next-line no-underscore-dangle -- zod's documented way to look into a schema
  for (let one: z.core.$ZodType | undefined = schema; one !== undefined; one = one._zod.parent) {
    const name = fieldNames.get(one);
    if (name !== undefined) return fieldComments.at(name);
  }
  return undefined;
};

/** Formats that say enough to readers of responses and events. zod also adds a long pattern to each of them. */
const FORMATS = new Set(['date-time', 'uri', 'uuid']);

/** Removes the limits that zod adds to every integer: the smallest and the largest safe integer of JavaScript. */
export const removeIntegerLimits = (schema: JsonSchema): void => {
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
};

/** Removes the pattern from a schema with one of these formats. */
export const removePatternOfFormat = (schema: JsonSchema): void => {
  if (FORMATS.has(String(schema['format']))) delete schema['pattern'];
};

const tidy = (schema: JsonSchema, direction: Direction): void => {
  removeIntegerLimits(schema);
  if (direction === 'request') return;
  // New fields may be added to responses, so clients must accept unknown ones.
  if (schema['additionalProperties'] === false) delete schema['additionalProperties'];
  removePatternOfFormat(schema);
};

/**
 * The JSON Schema of a zod schema. Descriptions are the comments in `shared/events/fields.ts`.
 *
 * @param direction a request is described as it is sent, a response as it is received
 */
export const jsonSchemaOf = (schema: z.core.$ZodType, direction: Direction): JsonSchema => {
  const { $schema: _dialect, ...converted } = z.toJSONSchema(schema, {
    io: direction === 'request' ? 'input' : 'output',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      tidy(jsonSchema, direction);
      const description = commentOfField(zodSchema);
      if (description !== undefined) jsonSchema.description ??= description;
    },
  });
  return converted;
};

/** Adds the comments of a constant's properties to the schema that the constant holds. */
export const withComments = (schema: JsonSchema, name: string, comments: DocComments): JsonSchema => {
  const described = (part: JsonSchema): JsonSchema => {
    const own = part['properties'] as Record<string, JsonSchema> | undefined;
    if (own === undefined) return part;
    const entries = Object.entries(own).map(([key, value]) => {
      const description = comments.at(`${name}.${key}`);
      return [key, description === undefined ? value : { ...value, description }];
    });
    return { ...part, properties: Object.fromEntries(entries) };
  };
  const description = comments.at(name);
  return { ...(description === undefined ? {} : { description }), ...described(schema) };
};
