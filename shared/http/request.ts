import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import '../config/messages.ts';
import { AppError, type FieldError } from '../errors.ts';

/** The largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The headers of a request, by lower-case name: HTTP names are case-insensitive (RFC 9110, section 5.1). */
export const headersOf = (event: APIGatewayProxyEvent): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(event.headers ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  );

/**
 * The body's bytes as they were sent, as text.
 * @throws AppError `request.too-large` (413).
 */
export const rawBodyOf = (event: APIGatewayProxyEvent): string => {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    throw new AppError('invalid', 'request.too-large', `The body may have at most ${MAX_BODY_BYTES} bytes`);
  }
  return bytes.toString('utf8');
};

/** Where a body may hold text that cannot be kept: escaped surrogates, and noncharacters escaped or not. */
const SUSPICIOUS = /\\u(?:d[89a-f]|fff[ef])|[\uFFFE\uFFFF]/i;

/**
 * Refuses text that would not come back as it was sent: half of a surrogate pair is in no UTF-8, and SQS replaces or
 * refuses U+FFFE and U+FFFF (SendMessage, API reference). An event with it would be altered, or lost on its way.
 */
const refuseUnkeepable = (_: string, value: unknown): unknown => {
  if (typeof value === 'string' && (!value.isWellFormed() || /[\uFFFE\uFFFF]/.test(value))) {
    throw new AppError('invalid', 'request.invalid-text', 'The body has text that is not valid Unicode');
  }
  return value;
};

/**
 * Reads a JSON body. A body that is absent counts as `{}`, so that a request whose fields are all optional needs none.
 * @throws AppError 415 for another content type, 400 for malformed JSON and for text that cannot be kept.
 */
export const jsonBodyOf = (
  event: APIGatewayProxyEvent,
  headers: Readonly<Record<string, string>>,
): unknown => {
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

/** Which part of a request is looked at, as its errors name it. */
export type RequestPart = 'path' | 'query' | 'body' | 'header';

/**
 * Checks a part of a request against its schema.
 * @throws AppError 400 with one entry for each field that is wrong, by JSON Pointer (RFC 6901); fields outside the body
 *   are prefixed with the part's name.
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
  const first = fields[0];
  const detail = first === undefined ? 'is not valid' : `${first.pointer || 'the body'}: ${first.detail}`;
  throw new AppError('invalid', 'request.invalid', `The request is not valid: ${detail}`, {
    cause: result.error,
    fields,
  });
};

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** `Idempotency-Key`: 1 to 255 visible ASCII characters. */
export const IdempotencyKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters'));

/** `limit` and `cursor` of every list. */
export const pageQuery = {
  limit: z.prefault(
    z.pipe(
      z.pipe(z.string().check(z.regex(/^\d{1,3}$/, 'must be a whole number')), z.transform(Number)),
      z.int().check(z.minimum(1), z.maximum(100)),
    ),
    '20',
  ),
  cursor: z.optional(z.string().check(z.maxLength(2048))),
};
