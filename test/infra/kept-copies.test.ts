import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { copiesKeptDays, keptCopies, leastKeepDays } from '../../infra/kept-copies.ts';
import { stages, stageSettings } from '../../infra/stage-config.ts';
import { projectRoot } from '../../scripts/console/paths.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { resourcesOf, synthesised } from './synthesised.ts';

/** All numbers under a property's name, anywhere in a resource. */
const numbersOf = (value: unknown, name: string): readonly number[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === name && typeof one === 'number' ? [one] : numbersOf(one, name),
  );
};

describe.each(stages)('the copies of data that stage %s keeps', (stage) => {
  const stacks = synthesised(stage);
  const { onAws } = stacks.settings;
  const most = (type: string, property: string): number =>
    Math.max(0, ...resourcesOf(stacks, type).flatMap(({ Properties }) => numbersOf(Properties, property)));
  const copies = keptCopies(stacks.settings);

  it('are kept for exactly as long as its templates say', () => {
    const queueDays = most('AWS::SQS::Queue', 'MessageRetentionPeriod') / 86_400;
    const archiveDays = most('AWS::Events::Archive', 'RetentionDays');
    const templates = {
      logs: most('AWS::Logs::LogGroup', 'RetentionInDays'),
      // A message is kept for at most this period in its queue, and for the same period in the dead-letter queue.
      messages: 2 * queueDays,
      ...(onAws
        ? {
            archivedEvents: archiveDays + 2 * queueDays,
            lostRecords: most('AWS::S3::Bucket', 'ExpirationInDays'),
            backups: most('AWS::DynamoDB::GlobalTable', 'RecoveryPeriodInDays'),
          }
        : {}),
    };
    expect(copies).toEqual(templates);
    expect(Math.min(...Object.values(templates))).toBeGreaterThan(0);
  });

  it('are all gone when the longest period is over', () => {
    for (const days of Object.values(copies))
      expect(days).toBeLessThanOrEqual(copiesKeptDays(stacks.settings));
    expect(copiesKeptDays(stacks.settings)).toBe({ local: 28, sandbox: 90, production: 118 }[stage]);
  });

  it('are kept without an end nowhere: every log group, queue and bucket has a period', () => {
    const without = [
      ...resourcesOf(stacks, 'AWS::Logs::LogGroup').filter(
        ({ Properties }) => !('RetentionInDays' in Properties),
      ),
      ...resourcesOf(stacks, 'AWS::SQS::Queue').filter(
        ({ Properties }) => !('MessageRetentionPeriod' in Properties),
      ),
      ...resourcesOf(stacks, 'AWS::S3::Bucket').filter(
        ({ Properties }) => !('LifecycleConfiguration' in Properties),
      ),
    ];
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

describe.each(stages)('what the functions of stage %s know of it', (stage) => {
  const stacks = synthesised(stage);
  const { keepDays } = stacks.settings;
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function').map(({ Properties }) => {
    const { Environment } = Properties as {
      readonly Environment?: { readonly Variables: Readonly<Record<string, string | undefined>> };
    };
    return { name: String(Properties['FunctionName']), env: Environment?.Variables ?? {} };
  });

  it('is how long rows are kept, in each function that writes them', () => {
    const told = functions.flatMap(({ name, env }) => {
      const [, service = '', entry = ''] =
        /-(orders|payments|fulfilment|notifications|inventory|insights)-(.+)$/.exec(name) ?? [];
      return env['KEEP_DAYS'] === undefined ? [] : [`${service}/${entry} ${env['KEEP_DAYS']}`];
    });
    const { orders, messages } = keepDays;
    expect(told.toSorted()).toEqual([
      `fulfilment/inbox ${orders}`,
      `fulfilment/step-ticket ${orders}`,
      `insights/inbox ${orders}`,
      `notifications/hear-feedback ${messages}`,
      `notifications/inbox ${messages}`,
      `notifications/send-code ${messages}`,
      `notifications/set-contact ${messages}`,
      `notifications/verify-address ${messages}`,
      `orders/cancel-order ${orders}`,
      `orders/erase-customer ${orders}`,
      `orders/inbox ${orders}`,
      `orders/place-order ${orders}`,
      `orders/watchdog ${orders}`,
      `payments/inbox ${orders}`,
      `payments/refund-payment ${orders}`,
      `payments/sweep-payments ${orders}`,
    ]);
  });

  it('is how old a message may be, in each inbox', () => {
    const inboxes = functions.filter(({ env }) => 'INBOX_DLQ_URL' in env);
    expect(inboxes.length).toBeGreaterThan(6);
    for (const { env } of inboxes)
      expect(env['COPIES_KEPT_DAYS']).toBe(String(copiesKeptDays(stacks.settings)));
  });

  it('fits: rows are kept for longer than any message about them is accepted', () => {
    expect(keepDays.orders).toBeGreaterThanOrEqual(copiesKeptDays(stacks.settings) + 365);
    expect(keepDays.messages).toBeGreaterThanOrEqual(copiesKeptDays(stacks.settings) + 30);
  });
});

describe('the least periods', () => {
  it('are those that the deployment page names', () => {
    const page = readFileSync(join(projectRoot, 'docs/deployment.md'), 'utf8');
    const [production, sandbox] = (['production', 'sandbox'] as const).map((stage) =>
      leastKeepDays(stageSettings(stage, {}, { file: sampleSettings })),
    );
    expect(page).toContain(
      `The minimum for \`orders\` is ${production?.orders} days in production and ${sandbox?.orders} in a sandbox. ` +
        `The minimum for \`messages\` is ${production?.messages} and ${sandbox?.messages} days.`,
    );
  });
});

describe('the periods that a team chooses', () => {
  const { production } = sampleSettings;
  const chosen = (keepDays: object) =>
    stageSettings('production', {}, { file: { production: { ...production, keepDays } } });
  const least = leastKeepDays(stageSettings('production', {}, { file: sampleSettings }));

  it('apply, down to the least, and each by itself', () => {
    expect(least).toEqual({ orders: 483, messages: 148 });
    expect(chosen(least).keepDays).toEqual(least);
    expect(chosen({ orders: 1_000 }).keepDays).toEqual({ orders: 1_000, messages: 365 });
  });

  it.each(['orders', 'messages'] as const)('are refused below the least: %s', (kind) => {
    expect(() => chosen({ [kind]: least[kind] - 1 })).toThrow(
      new RegExp(
        `events could be replayed for longer[^]*keepDays\\.${kind}: is ${least[kind] - 1}, but must be at least`,
      ),
    );
  });

  it('are refused if messages are kept for longer than the orders by which an export finds them', () => {
    expect(chosen({ orders: 1_000, messages: 1_000 }).keepDays.messages).toBe(1_000);
    expect(() => chosen({ orders: 1_000, messages: 1_001 })).toThrow(
      'keepDays.messages is 1001, but must be at most keepDays.orders (1000)',
    );
  });

  it('are refused if they are no whole days, or of another kind', () => {
    expect(() => chosen({ orders: 3_650.5 })).toThrow(/keepDays\.orders/);
    expect(() => chosen({ payments: 3_650 })).toThrow(/payments/);
  });
});
