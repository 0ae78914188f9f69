import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { eventSchemas } from '../../../shared/events/catalog.ts';
import { serviceRoutes } from '../../support/declared-routes.ts';
import { known } from '../../fuzz/consumers/known.ts';
import { fromSchema, jsonSchemaOf } from '../../fuzz/values/from-schema.ts';
import { changedAt, jsonText, pathsIn, RawJson, RawObject } from '../../fuzz/values/json-text.ts';
import { mutated, notJson, untouched, type Sample } from '../../fuzz/values/mutation.ts';

const bodies = serviceRoutes.flatMap(({ method, path, body }) =>
  body ? [[`${method} ${path}`, body] as const] : [],
);
const schemas: readonly (readonly [string, z.core.$ZodType])[] = [...Object.entries(eventSchemas), ...bodies];

describe('generated values', () => {
  it.each(schemas)('of %s are what their claim says', (_, schema) => {
    const values = fromSchema(schema, known);
    const samples = fc.oneof(untouched(values), mutated(values, jsonSchemaOf(schema)), notJson(values));
    const accepts = ({ text, note }: Sample) =>
      note !== 'not JSON' && z.safeParse(schema, JSON.parse(text)).success;
    const wrong = fc
      .sample(samples, { numRuns: 50, seed: 1 })
      .filter((sample) => sample.claim !== 'open' && accepts(sample) !== (sample.claim === 'valid'));
    expect(wrong).toEqual([]);
  });

  it('are changed in many ways', () => {
    const schema = eventSchemas.OrderPaid;
    const samples = fc.sample(mutated(fromSchema(schema, known), jsonSchemaOf(schema)), {
      numRuns: 500,
      seed: 1,
    });
    expect(new Set(samples.map(({ claim }) => claim))).toEqual(new Set(['open', 'invalid']));
    expect(new Set(samples.map(({ text }) => text)).size).toBeGreaterThan(400);
    const ways = ['remove', 'replace', 'other-type', 'add', 'repeat-before', 'repeat-after', 'multiply'];
    for (const way of ways) expect(samples.some(({ note }) => note.startsWith(way))).toBe(true);
  });
});

describe('the text of generated values', () => {
  it('repeats names, and has numbers that JavaScript cannot write', () => {
    const value = new RawObject([
      ['a', new RawJson('1e999')],
      ['a', [-0, '\ud800', null, undefined]],
      ['__proto__', {}],
    ]);
    expect(jsonText(value)).toBe('{"a":1e999,"a":[0,"\\ud800",null,null],"__proto__":{}}');
  });

  it('is changed at one place', () => {
    const value = { a: [{ b: 1 }, 2] };
    expect(pathsIn(value)).toEqual([[], ['a'], ['a', 0], ['a', 0, 'b'], ['a', 1]]);
    expect(jsonText(changedAt(value, ['a', 0, 'b'], () => 'x'))).toBe('{"a":[{"b":"x"},2]}');
    expect(jsonText(changedAt(value, ['a', 0], () => undefined))).toBe('{"a":[2]}');
  });
});
