import { titles } from '../../shared/http/responses.ts';
import type { ProblemMeaning, Problems } from '../../shared/http/route.ts';
import type { JsonSchema } from './json-schema.ts';

/** The schema of the body of an error response. */
export const problemSchema: JsonSchema = {
  description: 'Problem details (RFC 9457), the body of an error response.',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'correlationId'],
  properties: {
    type: { type: 'string', description: '`urn:orderly:problem:` and the code.' },
    title: { type: 'string' },
    status: { type: 'integer', description: 'The status of the response.' },
    detail: { type: 'string', description: 'What happened, for people. The text may change.' },
    code: { type: 'string', description: 'Identifies the problem. Programs should use this field.' },
    correlationId: { type: 'string', description: 'Is also in logs and events.' },
    errors: {
      description: 'What is wrong with the request, at most 20 entries.',
      type: 'array',
      maxItems: 20,
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description:
              'A JSON Pointer (RFC 6901) into the body, or into the rest of the request: `/query/limit`.',
          },
          detail: { type: 'string' },
        },
      },
    },
    moreErrors: { type: 'integer', description: 'How many entries `errors` leaves out.' },
  },
};

/** The field `errors` of the example of an invalid request. The examples of other problems lack this field. */
const errors = [{ pointer: '/items/0/quantity', detail: 'Too small: expected number to be >=1' }];

/**
 * An example of the body of a response with a problem. Responses refer to this example, because many responses have the
 * same problems.
 */
export const problemExample = (code: string, { status, meaning }: ProblemMeaning): JsonSchema => ({
  summary: code,
  value: {
    type: `urn:orderly:problem:${code}`,
    title: titles[status],
    status,
    detail: meaning,
    code,
    correlationId: '0199a5c2-6f0e-7c39-9f43-5b8d1c2a7e10',
    ...(code === 'request.invalid' ? { errors } : {}),
  },
});

/** References to the examples. Pages show the first example, so the problems of the route itself come first. */
const examplesOf = (codes: readonly string[], own: readonly string[]): JsonSchema =>
  Object.fromEntries(
    [...codes.filter((code) => own.includes(code)), ...codes.filter((code) => !own.includes(code))].map(
      (code) => [code, { $ref: `#/components/examples/${code}` }],
    ),
  );

/**
 * The error responses of a route, one for each status. Each response lists the codes of its problems.
 *
 * @param own the codes that the route itself declares
 */
export const problemResponses = (problems: Problems, own: readonly string[]): Record<string, JsonSchema> => {
  const byStatus = Object.groupBy(Object.entries(problems), ([, { status }]) => status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => [
      status,
      {
        description: group.map(([code, { meaning }]) => `- \`${code}\`: ${meaning}`).join('\n'),
        ...(['429', '503'].includes(status) ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { type: 'object', properties: { code: { enum: group.map(([code]) => code) } } },
              ],
            },
            examples: examplesOf(
              group.map(([code]) => code),
              own,
            ),
          },
        },
      },
    ]),
  );
};

const RETRY_AFTER = {
  description: 'The number of seconds after which a repetition makes sense.',
  schema: { type: 'integer' },
};
