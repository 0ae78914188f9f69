import type * as z from 'zod/mini';
import { IdempotencyKey } from '../../shared/http/contract.ts';
import type { Route } from '../../shared/http/route.ts';
import type { Example } from './examples/example.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import { readsBody } from './problems-of.ts';

const PARAMETER_DOCS: Readonly<Record<string, string>> = {
  limit: 'The most items of the page.',
  cursor: 'The `nextCursor` of the page before.',
};

/**
 * The schema of a query parameter. Parameters are sent as text. If the API reads the parameter as a whole number, the
 * document describes the number.
 */
const parameterSchema = (read: JsonSchema, sent: JsonSchema): JsonSchema => {
  if (read['type'] !== 'integer' || sent['type'] !== 'string') return sent;
  return { ...read, ...(sent['default'] === undefined ? {} : { default: Number(sent['default']) }) };
};

const parametersIn = (
  place: 'path' | 'query',
  schema: z.core.$ZodType | undefined,
  values: Readonly<Record<string, unknown>> = {},
): JsonSchema[] => {
  if (schema === undefined) return [];
  const read = jsonSchemaOf(schema, 'response') as { properties?: Record<string, JsonSchema> };
  const sent = jsonSchemaOf(schema, 'request') as typeof read & { required?: string[] };
  return Object.entries(sent.properties ?? {}).map(([name, property]) => {
    const { description = PARAMETER_DOCS[name], ...rest } = parameterSchema(
      read.properties?.[name] ?? {},
      property,
    );
    return {
      name,
      in: place,
      required: place === 'path' || sent.required?.includes(name) === true,
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(values[name] === undefined ? {} : { example: values[name] }),
    };
  });
};

const keyParameter = ({ idempotencyKey }: Route): JsonSchema[] =>
  idempotencyKey === undefined
    ? []
    : [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: idempotencyKey === 'required',
          description:
            'Use a new key for each new request. Repeating a request with the same key has no further effect, and gets the result of the first one.',
          schema: jsonSchemaOf(IdempotencyKey, 'request'),
          example: 'a-key-of-your-own',
        },
      ];

/** The parameters of a route: in the path, in the query, and the idempotency key. */
export const parametersOf = (route: Route, example?: Example): JsonSchema[] => [
  ...parametersIn('path', route.params, example?.path),
  ...parametersIn('query', route.query, example?.query),
  ...keyParameter(route),
];

/**
 * The request body of a route, as `requestBody`; empty for a route that reads none.
 *
 * @param schemaOf converts the schema to JSON Schema, in which references replace schemas that have a name
 */
export const bodyOf = (
  route: Route,
  schemaOf: (schema: z.core.$ZodType, direction: 'request') => unknown,
  example: Example | undefined,
): JsonSchema => {
  const content = (schema: unknown, required: boolean) => ({
    requestBody: {
      required,
      content: {
        'application/json': { schema, ...(example?.body === undefined ? {} : { example: example.body }) },
      },
    },
  });
  if (route.body === undefined) return route.method === 'POST' ? content({ type: 'object' }, true) : {};
  if (!readsBody(route)) return {};
  const schema = schemaOf(route.body, 'request');
  const { required = [] } = jsonSchemaOf(route.body, 'request') as { required?: string[] };
  return content(schema, required.length > 0);
};
