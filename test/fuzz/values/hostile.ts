import * as fc from 'fast-check';
import { RawJson, RawObject } from './json-text.ts';

/**
 * Names of properties that every JavaScript object or function has. Code that uses an object as a map may find these
 * inherited properties.
 */
const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'] as const;
/** A name that hardly any schema gives to a field: an inherited property, a field of events, or an odd text. */
export const strangeName = fc.constantFrom(...inherited, '', 'x-new', 'detail', 'data', '\u0000', '\ud800');

const numbers = ['1e308', '-1e308', '1e999', '-0', '0', '-1', '0.1', '1e-7', '1e3'].concat([
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '1000000000001',
]);
const texts = [
  '',
  ' ',
  '\u0000',
  '\u001b[31m',
  '\ud800',
  'a\udc00',
  '\uFFFE',
  '\u202Eevil',
  '%00',
  '{{7*7}}',
].concat([
  ...inherited,
  '../../etc/passwd',
  "' OR 1=1 --",
  'a\r\nSet-Cookie: a=b',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  'NaN',
  '-1',
]);
/**
 * Texts that are long enough to break a limit of a table, a queue or a log line, but short enough to generate many of
 * them.
 */
const long = ['a', '💥', '\u0301', '&'].flatMap((one) => [300, 5_000].map((times) => one.repeat(times)));
const huge: readonly unknown[] = [
  'a'.repeat(70_000),
  '\ud83d'.repeat(9_000),
  Array.from({ length: 3_000 }, () => null),
];
const nested = ([depth, opening, closing]: readonly [number, string, string]): RawJson =>
  new RawJson(`${opening.repeat(depth)}1${closing.repeat(depth)}`);

/** Texts that code often gets wrong. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(...long) },
);

/** Numbers at the edges of what can be represented, as JSON texts. `1e999` is read as Infinity. */
export const hostileNumber: fc.Arbitrary<RawJson> = fc
  .constantFrom(...numbers)
  .map((text) => new RawJson(text));

/** Deeply nested arrays and objects. Some are too deep for a recursive function. */
export const deeplyNested: fc.Arbitrary<RawJson> = fc
  .constantFrom([200, '[', ']'] as const, [12_000, '[', ']'] as const, [9_000, '{"a":', '}'] as const)
  .map(nested);

/** Any JSON value, with which a test replaces another value. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 4, arbitrary: hostileNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]]) },
  { weight: 2, arbitrary: strangeName.map((name) => new RawObject([[name, { polluted: true }]])) },
  { weight: 1, arbitrary: deeplyNested },
  { weight: 1, arbitrary: fc.constantFrom(...huge) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
