import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { stages } from '../../infra/stage-config.ts';
import { read } from './pages.ts';
import { targetNames } from './subscribed-events.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

/** A pattern of a rule: the events that it matches. */
interface Pattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail?: { readonly data: object };
}

const document = parse(read('docs/api/asyncapi.yaml')) as {
  readonly channels: Readonly<
    Record<string, { readonly address: string; readonly 'x-event-pattern': Pattern }>
  >;
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly action: 'send' | 'receive';
        readonly channel: { readonly $ref: string };
        readonly 'x-queue'?: string;
        readonly 'x-function'?: string;
        readonly 'x-data-pattern'?: object;
      }
    >
  >;
};

/** One delivery as a text: queue or function, source, detail-type and the condition on the data. */
const delivery = (target: string, source: unknown, type: unknown, data: object | undefined): string =>
  [target, source, type, JSON.stringify(data ?? {})].join(' | ');

describe.each(stages)('the AsyncAPI document and the templates of stage %s', (stage) => {
  const stacks = synthesised(stage);

  it('name the same bus', () => {
    const buses = resourcesOf(stacks, 'AWS::Events::EventBus').map(({ Properties }) => Properties['Name']);
    const addresses = Object.values(document.channels).map(({ address }) =>
      address.replace('{stage}', stage),
    );
    expect([...new Set(addresses)]).toEqual(buses);
  });

  it('deliver the same events to the same queues and functions', () => {
    const names = targetNames(stacks);
    const deployed = resourcesOf(stacks, 'AWS::Events::Rule').flatMap(({ Properties }) => {
      const pattern = Properties['EventPattern'] as Pattern | undefined;
      const targets = Properties['Targets'] as readonly { readonly Arn: unknown }[];
      return targets.flatMap(({ Arn }) => {
        const target = names.get(referenced(Arn) ?? '');
        if (target === undefined || pattern === undefined || Properties['EventBusName'] === undefined)
          return [];
        return pattern.source.flatMap((source) =>
          pattern['detail-type'].map((type) => delivery(target, source, type, pattern.detail?.data)),
        );
      });
    });
    const documented = Object.values(document.operations).flatMap((operation) => {
      const target = (operation['x-queue'] ?? operation['x-function'])?.replace('{stage}', stage);
      const channel = document.channels[operation.channel.$ref.replace('#/channels/', '')];
      if (target === undefined || channel === undefined) return [];
      const { source, 'detail-type': type } = channel['x-event-pattern'];
      return [delivery(target, source, type, operation['x-data-pattern'])];
    });
    expect(deployed.length).toBeGreaterThan(0);
    expect(documented.toSorted()).toEqual(deployed.toSorted());
  });
});
