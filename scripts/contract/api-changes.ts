import type { JsonSchema } from './json-schema.ts';
import type { OpenApi } from './openapi.ts';
import { schemaChanges, type Resolve } from './schema-changes.ts';

type Operation = {
  operationId: string;
  security?: { token?: string[] }[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
};
type Parameter = { name: string; in: string; required?: boolean; schema: JsonSchema };
type Content = Record<string, { schema: JsonSchema }>;

const resolverOf =
  ({ components }: OpenApi): Resolve =>
  (schema) => {
    const { $ref } = schema as { $ref?: string };
    if ($ref === undefined) return schema;
    return components['schemas']?.[$ref.replace('#/components/schemas/', '')] ?? {};
  };

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
const ROLES = ['public', 'customer', 'staff', 'admin'];
const roleOf = ({ security = [] }: Operation): string => security[0]?.token?.[0] ?? 'public';

const schemaOf = (content: Content | undefined): JsonSchema | undefined =>
  Object.values(content ?? {})[0]?.schema;

type Resolvers = { old: Resolve; now: Resolve };

const parameterChanges = (old: Operation, now: Operation, resolvers: Resolvers): string[] => {
  const keyOf = (one: Parameter) => `${one.in} ${one.name}`;
  const before = new Map((old.parameters ?? []).map((one) => [keyOf(one), one]));
  const after = new Map((now.parameters ?? []).map((one) => [keyOf(one), one]));
  const added = [...after].flatMap(([key, { required }]) => {
    const known = before.get(key);
    if (required !== true || known?.required === true) return [];
    return [`the parameter ${key} is required now`];
  });
  const changed = [...before].flatMap(([key, parameter]) => {
    const kept = after.get(key);
    if (kept === undefined) return [`the parameter ${key} is gone`];
    return schemaChanges(parameter.schema, kept.schema, 'request', resolvers, `/${parameter.name}`);
  });
  return [...added, ...changed];
};

const bodyChanges = (old: Operation, now: Operation, resolvers: Resolvers): string[] => {
  const [before, after] = [old.requestBody, now.requestBody];
  if (after === undefined) return before === undefined ? [] : ['the request has no body any more'];
  const required =
    after.required === true && before?.required !== true ? ['the request needs a body now'] : [];
  const [schema, kept] = [schemaOf(before?.content), schemaOf(after.content)];
  if (schema === undefined || kept === undefined) return required;
  const changes = schemaChanges(schema, kept, 'request', resolvers);
  return [...required, ...changes.map((change) => `request ${change}`)];
};

/**
 * Compares responses. Codes of problems may be added and removed, because clients treat an unknown code according to
 * the status of the response.
 */
const responseChanges = (old: Operation, now: Operation, resolvers: Resolvers): string[] =>
  Object.entries(old.responses).flatMap(([status, response]) => {
    if (Number(status) >= 400) return [];
    const kept = now.responses[status];
    if (kept === undefined) return [`the response ${status} is gone`];
    const [schema, other] = [schemaOf(response.content), schemaOf(kept.content)];
    if (schema === undefined) return [];
    if (other === undefined) return [`the response ${status} has no body any more`];
    const changes = schemaChanges(schema, other, 'response', resolvers);
    return changes.map((change) => `response ${status} ${change}`);
  });

const operationChanges = (old: Operation, now: Operation | undefined, resolvers: Resolvers): string[] => {
  if (now === undefined) return ['the route is gone'];
  const [before, after] = [roleOf(old), roleOf(now)];
  return [
    ...(old.operationId === now.operationId
      ? []
      : [`its name was ${old.operationId} and is ${now.operationId}; generated clients have it`]),
    ...(ROLES.indexOf(after) > ROLES.indexOf(before)
      ? [`it needs the role ${after}, and not ${before}`]
      : []),
    ...parameterChanges(old, now, resolvers),
    ...bodyChanges(old, now, resolvers),
    ...responseChanges(old, now, resolvers),
  ];
};

/**
 * Lists what in the current document would break clients of the published one. Each line names the route and the
 * change. Additions break nothing: new routes, new optional input, new fields in responses.
 */
export const apiChanges = (published: OpenApi, current: OpenApi): string[] => {
  const resolvers = { old: resolverOf(published), now: resolverOf(current) };
  return Object.entries(published.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .flatMap(([method, operation]) => {
        const kept = current.paths[path]?.[method] as Operation | undefined;
        const changes = operationChanges(operation as Operation, kept, resolvers);
        return changes.map((change) => `${method.toUpperCase()} ${path}: ${change}`);
      }),
  );
};
