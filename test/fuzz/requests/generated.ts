import * as fc from 'fast-check';
import * as z from 'zod/mini';
import type { Route } from '../../../shared/http/route.ts';
import { known } from '../consumers/known.ts';
import { fromSchema, jsonSchemaOf } from '../values/from-schema.ts';
import { hostileText, hostileValue, strangeName } from '../values/hostile.ts';
import { jsonText } from '../values/json-text.ts';
import { mutated, notJson, untouched, type Sample } from '../values/mutation.ts';

/** The parameters of a path or a query, by name. Their values are always strings. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * The senders of requests: nobody, a stranger with a token that no issuer made, a person with a role, or the holder of
 * the simulated payment gateway's secret key.
 */
export const senders = ['nobody', 'stranger', 'customer', 'staff', 'admin', 'key'] as const;
export type Sender = (typeof senders)[number];

export interface GeneratedRequest {
  readonly route: Route;
  readonly path: Parameters | null;
  readonly query: Parameters | null;
  readonly body: Sample;
  readonly isBase64: boolean;
  readonly contentType: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly correlationId: string | undefined;
  readonly sender: Sender;
  /** The header `Authorization` of a stranger. */
  readonly forged: string;
}

/** The query schema of a route. A route that declares none accepts no parameters. */
export const queryOf = ({ query }: Route): z.core.$ZodType => query ?? z.strictObject({});

const often = <Value>(weight: number, usual: fc.Arbitrary<Value>, seldom: fc.Arbitrary<Value>) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: seldom });

/** Parameters that usually match the schema. In some cases, a parameter is replaced, missing or unknown. */
const parametersOf = (schema: z.core.$ZodType | undefined): fc.Arbitrary<Parameters | null> => {
  const valid = (
    schema === undefined ? fc.constant({}) : fromSchema(schema, known)
  ) as fc.Arbitrary<Parameters>;
  const changed = fc
    .tuple(valid, fc.nat({ max: 20 }), hostileText, strangeName)
    .map(([parameters, at, text, strange]) => {
      const names = Object.keys(parameters);
      const name = at % 3 === 0 ? strange : (names[at % Math.max(1, names.length)] ?? strange);
      const { [name]: _, ...others } = parameters;
      return at % 3 === 1 ? others : { ...others, [name]: text };
    });
  return often(6, valid, fc.oneof(changed, changed, fc.constant(null)));
};

const bodiesOf = ({ body }: Route): fc.Arbitrary<Sample> => {
  if (body === undefined) return untouched(hostileValue);
  const values = fromSchema(body, known);
  return fc.oneof(
    { weight: 3, arbitrary: untouched(values) },
    { weight: 5, arbitrary: mutated(values, jsonSchemaOf(body)) },
    { weight: 1, arbitrary: notJson(values) },
    { weight: 1, arbitrary: untouched(hostileValue).map((one) => ({ ...one, claim: 'open' as const })) },
  );
};

const contentTypes = [
  undefined,
  'text/plain',
  '',
  'application/jsonp',
  'application/json,text/html',
  'x'.repeat(9_000),
];

const inBase64Url = (text: string): string => Buffer.from(text).toString('base64url');
const token = (header: string, payload: string): string =>
  `Bearer ${inBase64Url(header)}.${inBase64Url(payload)}.AAAA`;

/** Tokens that no issuer has made, and texts that are not tokens. */
const forgeries: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(hostileValue, hostileValue).map(([header, payload]) => token(jsonText(header), jsonText(payload))),
  fc
    .tuple(fc.constantFrom('none', 'ES256', 'HS256'), hostileValue)
    .map(([alg, iss]) =>
      token(JSON.stringify({ alg, kid: 'k1', typ: 'JWT' }), jsonText({ iss, sub: 'ada' })),
    ),
  hostileText.map((text) => `Bearer ${text}`),
  fc.constantFrom('', 'Bearer', 'Bearer a.b', 'Bearer ..', 'Basic YWRhOg==', `Bearer ${'a.'.repeat(9_000)}`),
);

/** Requests to a route: valid ones, and requests that are wrong in one or several parts. */
export const requestsTo = (route: Route): fc.Arbitrary<GeneratedRequest> =>
  fc.record({
    route: fc.constant(route),
    path: parametersOf(route.params),
    query: parametersOf(queryOf(route)),
    body: bodiesOf(route),
    isBase64: fc.boolean(),
    contentType: often(
      8,
      fc.constantFrom<string | undefined>(
        'application/json',
        'application/json; charset=utf-8',
        'APPLICATION/JSON',
      ),
      fc.constantFrom(...contentTypes),
    ),
    idempotencyKey: often(
      4,
      fc.constantFrom<string | undefined>('key-1', 'a'.repeat(255)),
      fc.option(hostileText, { nil: undefined }),
    ),
    correlationId: fc.option(hostileText, { nil: undefined }),
    forged: forgeries,
    sender: often(4, fc.constantFrom<Sender>('admin', 'key'), fc.constantFrom(...senders)),
  });
