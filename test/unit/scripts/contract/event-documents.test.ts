import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { asyncApiDocument } from '../../../../scripts/contract/asyncapi.ts';
import { asyncApiYaml, eventProblems } from '../../../../scripts/contract/event-documents.ts';

describe('the check of the events’ contract', () => {
  let current: string;
  beforeAll(async () => {
    current = await asyncApiYaml();
  });
  const problems = (written: string | undefined, published: string | undefined): readonly string[] =>
    eventProblems({ current, written, published });

  it('passes if the written and the published document are those of the code', () => {
    expect(problems(current, current)).toEqual([]);
  });

  it.each([
    ['missing', () => undefined],
    ['of earlier code', () => current.replace('OrderPaid', 'OrderPayed')],
  ])('names the command that writes the document if it is %s', (_, written) => {
    expect(problems(written(), current)).toEqual([
      'docs/api/asyncapi.yaml differs from the code. Write it again: npm run contract',
    ]);
  });

  it('says what to do if a published event has a field that the code no longer has', () => {
    const published = current.replace(/( +)note:\n/, '$1colour:\n$1  type: string\n$1note:\n');
    expect(problems(current, published)).toEqual([
      'Breaks subscribers: components.schemas.OrderPaidData.properties.colour: The field is removed. ' +
        'Subscribers may read it. Undo this, or publish a new event name beside OrderPaid and leave the old one as it is.',
    ]);
  });

  it('does not pass without a published document', () => {
    expect(problems(current, undefined)).toEqual([
      'docs/api/published/asyncapi.yaml is missing. Restore it from git.',
    ]);
  });

  it('writes a document that readers of YAML 1.1 and of 1.2 read as the same texts', () => {
    expect(parse(current)).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
    expect(parse(current, { version: '1.1' })).toEqual(parse(current));
  });
});
