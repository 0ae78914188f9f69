import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok, type Problem } from '../../../../shared/http/responses.ts';
import { route } from '../../../../shared/http/route.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';

const things = route({
  method: 'POST',
  path: '/things',
  auth: 'public',
  summary: 'Does something with a thing',
  body: z.strictObject({ name: z.string(), lines: z.array(z.strictObject({})).optional() }),
  answers: () => ({ 200: z.unknown() }),
});

const refused = async (body: object): Promise<{ problem: Problem; length: number }> => {
  const event = apiEvent({ method: 'POST', resource: '/things', body });
  const answer = await httpHandler(things, () => ok({}))(event, lambdaContext());
  const problem = JSON.parse(answer.body) as Problem;
  expect([answer.statusCode, problem.code]).toEqual([400, 'request.invalid']);
  return { problem, length: answer.body.length };
};

const unknown = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [n.toString(36), 1]));

describe('the errors of a request', () => {
  it.each([
    ['8,000 unknown fields', { name: 'x', ...unknown(8000) }, 8000],
    ['30,000 wrong elements', { name: 'x', lines: Array(30_000).fill(1) }, 30_000],
    ['21 errors of two kinds', unknown(20), 21],
  ])('are listed up to 20 for %s, and the response says how many more there are', async (_, body, errors) => {
    const { problem, length } = await refused(body);
    expect(problem.errors).toHaveLength(20);
    expect(problem.moreErrors).toBe(errors - 20);
    expect(length).toBeLessThan(3000);
  });

  it('are all listed if they are few', async () => {
    const { problem } = await refused({ name: 'x', ...unknown(20) });
    expect(problem.errors).toHaveLength(20);
    expect(problem).not.toHaveProperty('moreErrors');
  });

  it('repeat only the beginning of a long name of a field', async () => {
    const { problem, length } = await refused({ name: 'x', ['😀'.repeat(10_000)]: 1 });
    expect(problem.errors?.[0]?.pointer).toBe(`/${'😀'.repeat(50)}…`);
    expect(length).toBeLessThan(1000);
  });
});
