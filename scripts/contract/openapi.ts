import { STATUS_CODES } from 'node:http';
import type * as z from 'zod/mini';
import { examples } from './examples/index.ts';
import { jsonSchemaOf, type Direction, type JsonSchema } from './json-schema.ts';
import { componentsOf, withReferences } from './openapi-components.ts';
import { problemExample, problemResponses, problemSchema } from './openapi-problems.ts';
import { bodyOf, parametersOf } from './openapi-requests.ts';
import { callersOf, introductionTo, licence, signature, tags, token } from './openapi-texts.ts';
import type { Route } from '../../shared/http/route.ts';
import { problemsOf } from './problems-of.ts';
import type { ServiceApi } from './routes.ts';

/** An OpenAPI document, as a plain object. */
export type OpenApi = {
  openapi: string;
  info: JsonSchema;
  servers: JsonSchema[];
  tags: JsonSchema[];
  security: JsonSchema[];
  paths: Record<string, Record<string, JsonSchema>>;
  components: Record<string, Record<string, JsonSchema>>;
};

/**
 * How callers of a route may authenticate: with a token of the role that the route requires and, on some routes, with
 * the signature of a partner.
 */
const securityOf = ({ auth, signed }: Route): JsonSchema[] => {
  if (auth === 'public') return [];
  return [{ token: [auth] }, ...(signed === true ? [{ signature: [] }] : [])];
};

/** Sorts paths by the order of the tags. The paths of one service stay in the order of its `api.ts`. */
const inOrderOfTags = (paths: OpenApi['paths']): OpenApi['paths'] => {
  const names = Object.keys(tags);
  const rankOf = (path: OpenApi['paths'][string]): number =>
    names.indexOf(String(Object.values(path)[0]?.['tags']));
  return Object.fromEntries(Object.entries(paths).toSorted(([, a], [, b]) => rankOf(a) - rankOf(b)));
};

/** The document of the API, made from the `api.ts` files of these services. */
export const openApiDocument = (apis: readonly ServiceApi[], version: string): OpenApi => {
  const paths: OpenApi['paths'] = {};
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema };
  const problemExamples: Record<string, JsonSchema> = {};
  const tagOf: Record<string, string> = {};
  for (const api of apis) {
    const components = componentsOf(api);
    const schemaOf = (schema: z.core.$ZodType, direction: Direction) =>
      withReferences(jsonSchemaOf(schema, direction), components);
    for (const { name, schema } of components) schemas[name] = schema;
    for (const [name, route] of Object.entries(api.routes)) {
      if (route.method === 'ANY') continue;
      const example = examples[name];
      const answers = Object.entries(route.answers()).map(([status, answer]) => [
        status,
        {
          description: STATUS_CODES[status],
          content: {
            'application/json': {
              schema: schemaOf(answer, 'response'),
              ...(example?.answers[status] === undefined ? {} : { example: example.answers[status] }),
            },
          },
        },
      ]);
      const parameters = parametersOf(route, example);
      const problems = problemsOf(route, api.problems);
      for (const [code, meaning] of Object.entries(problems)) {
        problemExamples[code] = problemExample(code, meaning);
      }
      tagOf[name] = api.service;
      (paths[route.path] ??= {})[route.method.toLowerCase()] = {
        operationId: name,
        tags: [api.service],
        summary: route.summary,
        description: `${api.comments.at(name) ?? route.summary}\n\n${callersOf(route)}`,
        security: securityOf(route),
        ...(parameters.length > 0 ? { parameters } : {}),
        ...bodyOf(route, schemaOf, example),
        responses: {
          ...Object.fromEntries(answers),
          ...problemResponses(problems, route.problems ?? []),
        },
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Orderly', version, description: introductionTo(tagOf), license: licence },
    servers: [{ url: 'http://localhost:4567/v1', description: 'The local stage, which `npm start` runs' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ token: [] }],
    paths: inOrderOfTags(paths),
    components: { schemas, examples: problemExamples, securitySchemes: { token, signature } },
  };
};
