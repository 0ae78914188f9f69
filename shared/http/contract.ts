import * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import type { Trace } from '../kernel/messages.ts';
import type { Route, Step } from './route.ts';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import '../config/env.ts';
import { AppError, type FieldError } from '../errors.ts';
import { isStorable } from '../events/fields.ts';

/** A request that matches the schemas of its route. */
export interface HttpRequest<PathData, QueryData, BodyData> {
  /** The authenticated caller. On a public route it has an empty id and no roles. */
  readonly caller: Caller;
  /** The method of the request. It differs from the route's method only for HEAD, and on a route for `ANY`. */
  readonly method: string;
  /** The path in API Gateway that matches the request, with parameters in braces: `/orders/{orderId}`. */
  readonly resource: string;
  readonly path: PathData;
  readonly query: QueryData;
  readonly body: BodyData;
  readonly idempotencyKey: string | undefined;
  /** Headers by lower-case name, because HTTP header names are case-insensitive (RFC 9110, section 5.1). */
  readonly headers: Headers;
  /** The body as text, before it is parsed. Bytes that are not UTF-8 become U+FFFD. */
  readonly rawBody: () => string;
  /** `PUBLIC_URL` if it is set, or else the API's address at the host that the caller used, with the API's stage. */
  readonly baseUrl: () => string;
  /** The path of the API in the address that API Gateway received: `/v1`, or empty at the API's own domain. */
  readonly apiPath: () => string;
  readonly trace: Trace;
}

/**
 * The query schema of routes that declare no query schema. It refuses any parameter, because a parameter that the route
 * does not read is a mistake of the client.
 */
const NoQuery = z.strictObject({});

/**
 * A step of the HTTP pipeline: checks path, query, body and idempotency key against the route's schemas. Replaces API
 * Gateway's event by an `HttpRequest`.
 */
export const contract = ({ params, query, body, idempotencyKey }: Route): Step => ({
  before: (request) => {
    const { event, internal } = request;
    const { caller, correlationId } = internal;
    const headers = (event.headers ?? {}) as Headers;
    const checked: HttpRequest<unknown, unknown, unknown> = {
      caller,
      method: event.httpMethod,
      resource: event.resource,
      path: params && validate('path', params, event.pathParameters ?? {}),
      query: queryOf(event, query ?? NoQuery),
      body: body && validate('body', body, jsonBodyOf(event, headers)),
      idempotencyKey: idempotencyKeyOf(headers, idempotencyKey),
      headers,
      rawBody: () => rawBodyOf(event),
      baseUrl: () => baseUrlOf(event, headers),
      apiPath: () => apiPathOf(event),
      trace: { correlationId, causationId: correlationId },
    };
    request.event = checked as unknown as APIGatewayProxyEvent;
  },
});

/**
 * Checks the query. A repeated parameter is refused, because its value is ambiguous: `queryStringParameters` has only
 * the last value, but a signature covers all values. A loose schema ignores parameters that it does not declare, even
 * repeated ones.
 */
const queryOf = (event: APIGatewayProxyEvent, schema: z.core.$ZodType): unknown => {
  const values = event.multiValueQueryStringParameters;
  const declared = Object.keys((schema as z.ZodMiniObject).shape);
  const repeated = declared.find((name) => (values?.[name]?.length ?? 0) > 1);
  if (repeated !== undefined) throw invalid([{ pointer: `/query/${repeated}`, detail: 'must be sent once' }]);
  return validate('query', schema, event.queryStringParameters ?? {});
};

const idempotencyKeyOf = (headers: Headers, rule: Route['idempotencyKey']): string | undefined => {
  const key = headers?.['idempotency-key'];
  if (rule === undefined) return undefined;
  if (key !== undefined) return validate('header', IdempotencyKey, key);
  if (rule === 'optional') return undefined;
  throw new AppError('invalid', 'request.no-idempotency-key', 'Send an "Idempotency-Key" header', {
    fields: [{ pointer: '/header', detail: 'Idempotency-Key is required' }],
  });
};

const baseUrlOf = (event: APIGatewayProxyEvent, headers: Headers): string => {
  const { PUBLIC_URL: publicUrl } = process.env;
  if (publicUrl !== undefined && publicUrl !== '') return publicUrl;
  const host = headers['host'] ?? event.requestContext.domainName ?? 'localhost';
  if (host.includes('execute-api')) return `https://${host}/${event.requestContext.stage}`;
  const { apiId, stage } = event.requestContext;
  return `http://${host}/_aws/execute-api/${apiId}/${stage}`;
};

/**
 * Returns `/<stage>` if the path that the caller sent begins with it, or else an empty text. At the API's own domain,
 * the sent path does not contain the stage, because API Gateway chooses the stage itself.
 */
const apiPathOf = ({ requestContext: { path, stage } }: APIGatewayProxyEvent): string =>
  path.startsWith(`/${stage}/`) ? `/${stage}` : '';

/** The largest accepted body, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** Headers by lower-case name. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Returns the bytes of the body. If the client sent a compressed body, API Gateway on AWS has already decompressed it.
 * @throws AppError `request.too-large` (413).
 */
export const bodyBytesOf = (event: APIGatewayProxyEvent): Buffer => {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    throw new AppError('invalid', 'request.too-large', `The body may have at most ${MAX_BODY_BYTES} bytes`);
  }
  return bytes;
};

const rawBodyOf = (event: APIGatewayProxyEvent): string => bodyBytesOf(event).toString('utf8');

/**
 * Matches each body that may contain text that cannot be stored. Only such a body is parsed with `refuseUnkeepable`.
 */
const SUSPICIOUS = /\\u(?:d[89a-f]|fff[ef])|[\uFFFE\uFFFF]/i;

/** A reviver for `JSON.parse` that refuses text that cannot be stored, also in the names of fields. */
const refuseUnkeepable = (name: string, value: unknown): unknown => {
  if (!isStorable(name) || (typeof value === 'string' && !isStorable(value))) {
    throw new AppError('invalid', 'request.invalid-text', 'The body has text that is not valid Unicode');
  }
  return value;
};

/**
 * Parses a JSON body. A missing body is read as `{}`, so a request whose fields are all optional needs no body.
 * @throws AppError 413 for a body that is too large; 415 for another content type; 400 for malformed JSON and for text
 *   that cannot be stored.
 */
export const jsonBodyOf = (event: APIGatewayProxyEvent, headers: Headers): unknown => {
  const raw = rawBodyOf(event);
  if (raw === '') return {};
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new AppError(
      'invalid',
      'request.unsupported-media-type',
      'Send the body as JSON with "Content-Type: application/json"',
    );
  }
  try {
    return SUSPICIOUS.test(raw) ? JSON.parse(raw, refuseUnkeepable) : JSON.parse(raw);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid', 'request.malformed-json', 'The body is not valid JSON', { cause });
  }
};

/** The part of a request that is checked. */
export type RequestPart = 'path' | 'query' | 'body' | 'header';

/**
 * Checks a part of a request against its schema.
 * @throws AppError 400 with one entry for each wrong field. Its `pointer` is a JSON Pointer (RFC 6901). For parts other
 *   than the body, the pointer begins with the part's name.
 */
export const validate = <Schema extends z.core.$ZodType>(
  part: RequestPart,
  schema: Schema,
  value: unknown,
): z.output<Schema> => {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const prefix = part === 'body' ? '' : `/${part}`;
  const fields: FieldError[] = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: `${prefix}${pointer([...issue.path, key])}`,
          detail: 'is not a known field',
        }))
      : [{ pointer: `${prefix}${pointer(issue.path)}`, detail: issue.message }],
  );
  throw invalid(fields, result.error);
};

const invalid = (fields: readonly FieldError[], cause?: unknown): AppError => {
  const [{ pointer: where, detail } = { pointer: '', detail: 'is not valid' }] = fields;
  const message = `The request is not valid: ${where || 'the body'}: ${detail}`;
  return new AppError('invalid', 'request.invalid', message, { cause, fields });
};

/** The most characters of a field's name that a response repeats. The client may have chosen the name. */
const MAX_NAME = 100;

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${shortened(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const shortened = (name: string): string =>
  name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME).toWellFormed()}…`;

/** `Idempotency-Key`: 1 to 255 visible ASCII characters. */
export const IdempotencyKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters'));
