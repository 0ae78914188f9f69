import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import { statementsOf } from './statements.ts';
import { referenced, resourcesOf, synthesised, type Resource } from './synthesised.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The logical ids of the queues that a role may send to, in the stack of the role. */
const sendsTo = (role: Resource | undefined): readonly string[] =>
  list(role?.Properties['Policies'] ?? [])
    .flatMap((policy) => (policy as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement)
    .filter(({ Effect, Action }) => Effect === 'Allow' && list(Action).includes('sqs:SendMessage'))
    .flatMap(({ Resource: resources }) => list(resources).map(referenced))
    .filter((queue) => queue !== undefined);

describe.each(stages)('the flow of events in stage %s', (stage) => {
  const stacks = synthesised(stage);
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function');
  const roles = resourcesOf(stacks, 'AWS::IAM::Role');
  const rules = resourcesOf(stacks, 'AWS::Events::Rule');
  const mappings = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping');
  const nameOf = ({ Properties }: Resource): string =>
    String(Properties['FunctionName']).replace(`orderly-${stage}-`, '');
  const mappingsOf = (id: string) =>
    mappings.filter(({ Properties }) => referenced(Properties['FunctionName']) === id);
  /** The rules that deliver events. A rule without a pattern runs a function on a schedule. */
  const allSubscriptions = rules.filter(({ Properties }) => Properties['EventPattern'] !== undefined);
  /** The rules that other resources must wait for. Those of the live service are left out: a lost push does no harm. */
  const subscriptions = allSubscriptions.filter(({ id }) => !id.startsWith('Live'));
  const consumers = functions.filter((one) =>
    /-(inbox|watchdog|reservations|hear-feedback)$/.test(nameOf(one)),
  );
  const relays = functions.filter((one) => nameOf(one).endsWith('-relay'));

  it('lets a function send to a queue that it consumes, which Lambda stops by default, and no other one', () => {
    const feedsItself = functions.filter(({ id, Properties }) => {
      const role = roles.find((one) => one.id === referenced(Properties['Role']));
      const consumed = mappingsOf(id).map((mapping) => referenced(mapping.Properties['EventSourceArn']));
      return sendsTo(role).some((queue) => consumed.includes(queue));
    });
    const allowed = functions.filter(({ Properties }) => Properties['RecursiveLoop'] !== undefined);
    const expected = [
      'inventory-reservations',
      'orders-watchdog',
      ...(stage === 'production' ? [] : ['payment-gateway-deliver-webhook']),
    ];

    expect(feedsItself.map(nameOf).sort()).toEqual(expected);
    expect(allowed.map(nameOf).sort()).toEqual(expected);
    for (const { Properties } of allowed) expect(Properties['RecursiveLoop']).toBe('Allow');
  });

  it('has only events of their own source from relays, and of all sources from a redrive', () => {
    const found = functions.flatMap((one): readonly (readonly [string, unknown])[] => {
      const role = roles.find(({ id }) => id === referenced(one.Properties['Role']));
      return statementsOf(role)
        .filter(({ Action }) => list(Action).includes('events:PutEvents'))
        .map(({ Condition }) => [nameOf(one), Condition]);
    });
    const only = (...sources: readonly string[]) => ({
      'ForAllValues:StringEquals': { 'events:source': sources },
    });
    expect(Object.fromEntries(found)).toEqual({
      'orders-relay': only('orderly.orders'),
      'inventory-relay': only('orderly.inventory'),
      'payments-relay': only('orderly.payments'),
      'fulfilment-relay': only('orderly.fulfilment'),
      'ops-redrive-dead-letters': only(
        'orderly.orders',
        'orderly.inventory',
        'orderly.payments',
        'orderly.fulfilment',
      ),
      ...(stage === 'local' ? { 'mail-publish-feedback': only('simulated.ses') } : {}),
    });
  });

  it('begins only when every inbox has its rule and its consumer: relays wait for all of them', () => {
    const needed = [...subscriptions, ...consumers.flatMap(({ id }) => mappingsOf(id))].map(({ id }) => id);

    // An inbox has one consumer, and one rule for each service whose events it receives.
    expect(subscriptions).toHaveLength(18);
    expect(allSubscriptions).toHaveLength(18 + 3);
    expect(needed).toHaveLength(18 + Object.keys(inboxes).length);
    expect(relays).toHaveLength(4);
    for (const relay of relays) {
      const [mapping, ...others] = mappingsOf(relay.id);
      expect(others).toEqual([]);
      expect(mapping?.DependsOn).toEqual(expect.arrayContaining(needed));
    }
  });

  it('has a rule for a new event before any code that may store one', () => {
    const folders = ['orders', 'inventory', 'payments', 'fulfilment', 'notifications'];
    const writers = functions.filter(
      (one) =>
        folders.some((folder) => nameOf(one).startsWith(`${folder}-`)) &&
        !relays.includes(one) &&
        // Cognito calls this function at a sign-in. It has no table.
        nameOf(one) !== 'notifications-prove-email',
    );

    expect(writers.length).toBeGreaterThan(20);
    const stackOf = (id: string) =>
      stacks.stacks.find(({ name }) => id in (stacks.templates[name]?.Resources ?? {}));
    for (const { id, DependsOn } of writers) {
      const own = stackOf(id);
      for (const rule of subscriptions) {
        const home = stackOf(rule.id);
        const isLater =
          own === home ? DependsOn?.includes(rule.id) : own?.dependencies.includes(home?.name ?? '');
        expect({ id, rule: rule.id, isLater }).toEqual({ id, rule: rule.id, isLater: true });
      }
    }
  });
});
