import { expect } from '@jest/globals';
import { publishedBy } from '../../shared/events/catalog.ts';
import type { Inbox } from '../../shared/events/subscriptions.ts';
import { referenced, resourcesOf, type Resource, type Synthesised } from './synthesised.ts';

/** A pattern of a rule on our bus. */
interface Pattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
}

/** The names of all queues and functions that rules can deliver to, by logical id. */
export const targetNames = (stacks: Synthesised): ReadonlyMap<string, string> => {
  const namesOf = (type: string, property: string) =>
    resourcesOf(stacks, type).map(({ id, Properties }) => [id, String(Properties[property])] as const);
  return new Map([
    ...namesOf('AWS::SQS::Queue', 'QueueName'),
    ...namesOf('AWS::Lambda::Function', 'FunctionName'),
  ]);
};

export const rulesTo = (
  stacks: Synthesised,
  targetId: string | undefined,
): readonly (Resource & { readonly id: string })[] =>
  resourcesOf(stacks, 'AWS::Events::Rule').filter(({ Properties }) =>
    (Properties['Targets'] as readonly { readonly Arn: unknown }[]).some(
      ({ Arn }) => referenced(Arn) === targetId,
    ),
  );

/** Expects that rules deliver each event of a subscription from its publisher alone, and no other event. */
export const expectSubscription = (rules: readonly Resource[], { events, match }: Inbox): void => {
  const patterns = rules.map(({ Properties }) => Properties['EventPattern'] as Pattern);
  for (const { source, 'detail-type': types, ...rest } of patterns) {
    const published = Object.entries(publishedBy).flatMap(([service, those]) =>
      source.includes(`orderly.${service}`) ? Object.keys(those) : [],
    );
    expect(source).toHaveLength(1);
    expect(published).toEqual(expect.arrayContaining([...types]));
    expect(rest).toEqual(match === undefined ? {} : { detail: { data: match } });
  }
  const heard = patterns.flatMap((pattern) => pattern['detail-type']);
  expect(heard.toSorted()).toEqual(events.toSorted());
};
