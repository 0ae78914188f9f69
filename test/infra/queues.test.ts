import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { eventSchemas, services, type EventType } from '../../shared/events/catalog.ts';
import { inboxes, type Inbox } from '../../shared/events/subscriptions.ts';
import { expectSubscription, rulesTo } from './subscribed-events.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

const subscriptions: readonly (readonly [string, Inbox])[] = Object.entries(inboxes);
/** The inboxes that receive events of Orderly's bus. `mail-feedback` receives events of SES (notifications.test.ts). */
const ofOurBus = subscriptions.filter(([name]) => name !== 'mail-feedback');

describe.each(stages)('the queues of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const queues = resourcesOf(stacks, 'AWS::SQS::Queue');
  const rules = resourcesOf(stacks, 'AWS::Events::Rule');
  const mappings = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping');
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function');
  const isDeadLetterQueue = (name: unknown): boolean => String(name).endsWith('-dlq');
  const working = queues.filter(({ Properties }) => !isDeadLetterQueue(Properties['QueueName']));
  const deadLetters = queues.filter(({ Properties }) => isDeadLetterQueue(Properties['QueueName']));

  it('are one for each inbox, and a dead-letter queue for each inbox and relay', () => {
    const names = queues.map(({ Properties }) => String(Properties['QueueName']));
    const silent: readonly string[] = ['notifications', 'partners', 'insights', 'live'];
    const publishing = services.filter((service) => !silent.includes(service));

    expect(names).toEqual(
      expect.arrayContaining([
        ...subscriptions.flatMap(([name]) => [`orderly-${stage}-${name}`, `orderly-${stage}-${name}-dlq`]),
        ...publishing.map((service) => `orderly-${stage}-${service}-relay-dlq`),
      ]),
    );
  });

  it('have a dead-letter queue, after three to five deliveries', () => {
    const targets = deadLetters.map(({ id }) => id);
    for (const { Properties } of working) {
      const policy = Properties['RedrivePolicy'] as { deadLetterTargetArn: unknown; maxReceiveCount: number };
      expect(targets).toContain(referenced(policy.deadLetterTargetArn));
      expect(policy.maxReceiveCount).toBeGreaterThanOrEqual(3);
      expect(policy.maxReceiveCount).toBeLessThanOrEqual(5);
    }
  });

  it('are encrypted and keep dead letters for two weeks', () => {
    for (const { Properties } of queues) expect(Properties['SqsManagedSseEnabled']).toBe(true);
    for (const { Properties } of deadLetters) expect(Properties['MessageRetentionPeriod']).toBe(1_209_600);
  });

  it('redeliver no message while its batch fills or it may still be processed', () => {
    const factor = stacks.settings.onAws ? 6 : 1;
    const timeouts = new Map(functions.map(({ id, Properties }) => [id, Number(Properties['Timeout'])]));
    const consumed = mappings.flatMap(({ Properties }) => {
      const queue = queues.find(({ id }) => id === referenced(Properties['EventSourceArn']));
      return queue === undefined
        ? []
        : [
            {
              queue,
              timeout: timeouts.get(referenced(Properties['FunctionName']) ?? ''),
              window: Number(Properties['MaximumBatchingWindowInSeconds'] ?? 0),
            },
          ];
    });

    expect(consumed.length).toBeGreaterThanOrEqual(subscriptions.length);
    for (const { queue, timeout, window } of consumed) {
      expect(timeout).toBeGreaterThan(0);
      const least = factor * Number(timeout) + window;
      expect(Number(queue.Properties['VisibilityTimeout'])).toBeGreaterThanOrEqual(least);
    }
  });

  it('let batches fill only on AWS, and only for background work', () => {
    const windows = mappings.flatMap(({ Properties }) => {
      const queue = queues.find(({ id }) => id === referenced(Properties['EventSourceArn']));
      const window = Properties['MaximumBatchingWindowInSeconds'];
      return queue === undefined || window === undefined ? [] : [[queue.Properties['QueueName'], window]];
    });
    const patient = ['orders-watchdog', 'notifications-inbox', 'insights-inbox'];

    expect(windows).toEqual(
      stacks.settings.onAws ? patient.map((name) => [`orderly-${stage}-${name}`, 5]) : [],
    );
  });

  it('are read with partial batch responses, so one bad message does not repeat the others', () => {
    expect(mappings.length).toBeGreaterThan(0);
    for (const { Properties } of mappings) {
      expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    }
  });

  it.each(ofOurBus)('%s receives each event of its subscription from its publisher alone', (name, inbox) => {
    const queue = working.find(({ Properties }) => Properties['QueueName'] === `orderly-${stage}-${name}`);
    expectSubscription(rulesTo(stacks, queue?.id), inbox);
  });

  it('keep events that a rule cannot deliver', () => {
    const ids = deadLetters.map(({ id }) => id);
    const targets = rules
      .flatMap(
        ({ Properties }) => Properties['Targets'] as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[],
      )
      .filter(({ Arn }) => queues.some(({ id }) => id === referenced(Arn)));

    expect(targets.length).toBeGreaterThanOrEqual(subscriptions.length);
    for (const { DeadLetterConfig } of targets) expect(ids).toContain(referenced(DeadLetterConfig?.Arn));
  });
});

describe('the catalogue of subscriptions', () => {
  it('names only events of the event catalogue, each at most once per inbox', () => {
    for (const [, { events }] of subscriptions) {
      expect(new Set(events).size).toBe(events.length);
      for (const event of events) expect(Object.keys(eventSchemas)).toContain(event satisfies EventType);
    }
  });
});
