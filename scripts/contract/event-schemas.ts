import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { eventSchemas, type EventType } from '../../shared/events/catalog.ts';
import * as fields from '../../shared/events/fields.ts';
import { QueueMessageSchema } from '../../shared/events/integration-event.ts';
import { openEnumerations } from '../../shared/events/open-enumerations.ts';
import * as orders from '../../shared/events/orders.ts';
import * as payments from '../../shared/events/payments.ts';
import { projectRoot } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';
import { docComments, type DocComments } from './doc-comments.ts';
import { removeIntegerLimits, removePatternOfFormat } from './json-schema.ts';

/** A JSON Schema of draft 7. AsyncAPI uses this draft by default. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

const files = ['fields', 'fulfilment', 'integration-event', 'inventory', 'orders', 'payments'];
const readComments = (): DocComments =>
  docComments(files.map((name) => readFileSync(join(projectRoot, 'shared', 'events', `${name}.ts`), 'utf8')));

/** The reference to a named schema in the document. */
export const schemaRef = (name: string): string => `#/components/schemas/${name}`;
/** The name of the schema of an event's data. */
export const dataSchemaName = (event: string): string => `${event}Data`;

/** The exported schemas of a module, by name. */
const schemasIn = (module: object): readonly (readonly [string, z.core.$ZodType])[] =>
  Object.entries(module).filter(([, value]: [string, unknown]) => value instanceof z.core.$ZodType);

/** The schemas that several events use. */
const sharedSchemas = [fields, orders, payments].flatMap(schemasIn);

/**
 * Simplifies the schema that zod writes: leaves out what only restates a type, and writes an open enumeration as a
 * string with its known values.
 */
const simplified = ({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: JsonSchema;
}): void => {
  const schema = jsonSchema as Record<string, unknown>;
  removePatternOfFormat(schema);
  removeIntegerLimits(schema);
  if (Object.values<z.core.$ZodType>(openEnumerations).includes(zodSchema)) {
    schema['x-extensible-enum'] = schema['enum'];
    delete schema['enum'];
  }
};

/**
 * Adds a description to the schema of a field. In draft 7, other keywords next to `$ref` are ignored, so a reference is
 * wrapped in `allOf`.
 */
const described = (schema: JsonSchema, description: string | undefined): JsonSchema => {
  if (description === undefined) return schema;
  return '$ref' in schema ? { description, allOf: [schema] } : { description, ...schema };
};

/**
 * Adds the doc comments of an object's fields to the schema of the object.
 * @param path the path of the object's own comment
 */
const withFieldComments = (schema: JsonSchema, path: string, comments: DocComments): JsonSchema => ({
  ...schema,
  ...(schema.properties && {
    properties: Object.fromEntries(
      Object.entries(schema.properties).map(([name, field]) => [
        name,
        described(field, comments.at(`${path}.${name}`)),
      ]),
    ),
  }),
});

const missingComment = (name: string): Problem =>
  new Problem(
    `${name} has no doc comment in shared/events. Write one above it: docs/api/asyncapi.yaml shows it as the description.`,
  );

/** The schemas of the document, and the description of each event. */
export interface EventSchemas {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly descriptions: Readonly<Record<string, string>>;
}

/**
 * Converts the schemas of the events' data, of their envelope and of what they share to JSON Schema. Objects may have
 * further fields, because events get new fields.
 * @throws Problem if an event or a shared schema has no doc comment.
 */
export const readEventSchemas = (
  events: Readonly<Record<string, z.core.$ZodType>> = eventSchemas,
  comments: DocComments = readComments(),
): EventSchemas => {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of sharedSchemas) registry.add(schema, { id: name });
  // Some events share a schema object. So each event gets a copy of its schema, and each copy can have its own name.
  const data = Object.entries(events).map(([event, schema]) => [event, z.core.clone(schema)] as const);
  for (const [event, schema] of data) registry.add(schema, { id: dataSchemaName(event) });
  registry.add(QueueMessageSchema, { id: 'IntegrationEvent' });

  const commentPaths = new Map<string, string>([['IntegrationEvent', 'QueueMessageSchema']]);
  for (const [name] of sharedSchemas) commentPaths.set(name, name);
  for (const event of Object.keys(events)) {
    const [path] = comments.pathsTo(event);
    if (path === undefined) throw missingComment(event);
    commentPaths.set(dataSchemaName(event), path);
  }

  const converted = z.toJSONSchema(registry, {
    target: 'draft-7',
    // With `io: 'output'`, objects would forbid further fields.
    io: 'input',
    uri: schemaRef,
    override: (context) => simplified(context as unknown as Parameters<typeof simplified>[0]),
  });
  const schemas = Object.entries(converted.schemas).map(([name, converted]) => {
    const { $schema: _, $id: __, ...schema } = converted as JsonSchema;
    const path = commentPaths.get(name) ?? name;
    const comment = comments.at(path);
    if (comment === undefined) throw missingComment(name);
    return [name, described(withFieldComments(schema, path, comments), comment)] as const;
  });
  const descriptions = Object.keys(events).map((event) => [
    event,
    comments.at(commentPaths.get(dataSchemaName(event)) ?? '') ?? '',
  ]);
  return {
    schemas: Object.fromEntries(schemas.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    descriptions: Object.fromEntries(descriptions) as Readonly<Record<EventType, string>>,
  };
};
