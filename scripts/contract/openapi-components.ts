import { jsonSchemaOf, withComments, type JsonSchema } from './json-schema.ts';
import type { ServiceApi } from './routes.ts';

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/**
 * A schema with a name. `shape` is its JSON text. In the routes of the same service, a reference to this schema
 * replaces each schema with the same text.
 */
export type Component = { name: string; shape: string; schema: JsonSchema };

const childrenOf = (schema: JsonSchema, components: readonly Component[]): JsonSchema =>
  Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withReferences(value, components)]));

/** Replaces each schema that has a name by a reference. */
export const withReferences = (value: unknown, components: readonly Component[]): unknown => {
  if (Array.isArray(value)) return value.map((one) => withReferences(one, components));
  if (typeof value !== 'object' || value === null) return value;
  const shape = JSON.stringify(value);
  const component = components.find((one) => one.shape === shape);
  if (component !== undefined) return reference(component.name);
  return childrenOf(value as JsonSchema, components);
};

/** The schemas of a service that have names. */
export const componentsOf = ({ schemas, routes, comments }: ServiceApi): Component[] => {
  const bodies = new Set(Object.values(routes).map(({ body }) => body));
  const named = Object.entries(schemas).map(([name, schema]) => {
    const converted = jsonSchemaOf(schema, bodies.has(schema) ? 'request' : 'response');
    return { name, shape: JSON.stringify(converted), converted };
  });
  const shapes = named.map((one) => ({ ...one, schema: {} }));
  return named.map(({ name, shape, converted }) => ({
    name,
    shape,
    schema: withComments(childrenOf(converted, shapes), name, comments),
  }));
};
