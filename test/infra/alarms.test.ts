import { describe, expect, it } from '@jest/globals';
import { alarmRows } from '../../infra/alarms/table.ts';
import { inboxes, relayNames } from '../../shared/events/subscriptions.ts';
import { goesOffText, readsText } from './alarm-text.ts';
import { documented } from './documented-metrics.ts';
import { read, rowsOf, sectionsOf } from './pages.ts';
import { resourcesOf, synthesised } from './synthesised.ts';
import { templateAlarms, type TemplateAlarm } from './template-alarms.ts';

const page = read('docs/operations.md');
/**
 * The table of actions and the table of readings. A row stands for all alarms whose names end with the text in its
 * first cell.
 */
const actions = rowsOf(sectionsOf(page).get('When an alarm goes off')?.split('\n### ')[0] ?? '');
const readings = rowsOf(sectionsOf(page, '###').get('What each alarm reads') ?? '');
const endingsIn = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.map(([cell = '']) => cell.replace('…', ''));

/**
 * The row of an alarm in the table of readings. If the alarm's name has the endings of several rows, finds the row with
 * the longest ending.
 */
const readingOf = ({ name }: TemplateAlarm) => {
  const rows = readings.filter(([cell = '']) => `-${name}`.endsWith(cell.replace('…', '')));
  return rows.toSorted((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0))[0];
};
const readingAsWritten = (alarm: TemplateAlarm, stage: string): readonly string[] => {
  const [cell = `…-${alarm.name}`] = readingOf(alarm) ?? [];
  const subject = `-${alarm.name}`.slice(1, -cell.length + 1);
  return [cell, readsText(alarm, stage, subject), goesOffText(alarm)];
};

/**
 * The number of series that the alarms read. AWS charges for each of these series. A query may find any number of
 * series, and counts as one.
 */
const readBy = (alarms: readonly TemplateAlarm[]): number =>
  alarms.reduce(
    (sum, { series, query }) => sum + Object.keys(series).length + (query === undefined ? 0 : 1),
    0,
  );

describe.each(['sandbox', 'production'] as const)('the alarms of %s', (stage) => {
  const stacks = synthesised(stage);
  const alarms = templateAlarms(stacks);
  const named = (name: string) => alarms.find((alarm) => alarm.name === name);

  it('read and go off as docs/operations.md says', () => {
    expect(alarms.map((alarm) => readingAsWritten(alarm, stage))).toEqual(alarms.map(readingOf));
  });

  it('each have a row in docs/operations.md that says what to do', () => {
    const endings = endingsIn(actions);
    expect(alarms.filter(({ name }) => !endings.some((ending) => `-${name}`.endsWith(ending)))).toEqual([]);
  });

  it('read metrics that exist under exactly these dimensions, in the unit of the table', () => {
    const rows = alarmRows(stacks.settings, { lostRecordsBucket: 'bucket' });
    const series = rows.flatMap(({ reads }) =>
      'metric' in reads ? [reads] : 'of' in reads ? Object.values(reads.of) : [],
    );
    for (const { namespace, metric, dimensions, statistic, unit } of series) {
      const found = documented(namespace, metric, statistic);
      expect({ metric, unit }).toEqual({ metric, unit: found.unit });
      expect(found.dimensions.map((names) => names.toSorted())).toContainEqual(
        Object.keys(dimensions).toSorted(),
      );
    }
    for (const { query } of alarms) {
      if (query === undefined) continue;
      expect(documented(query.namespace, query.metric, 'Sum').dimensions).toContainEqual(query.over);
    }
    expect(rows.map(({ name }) => name)).toEqual(alarms.map(({ name }) => name));
  });

  it('compare the ages of messages in seconds, and of stream records in milliseconds', () => {
    const { alarms: limits, periods } = stacks.settings;
    const milliseconds = { Seconds: 1000, Milliseconds: 1 } as Readonly<Record<string, number>>;
    const thresholdMs = (name: string): number => {
      const alarm = named(name);
      const [series] = Object.values(alarm?.series ?? {});
      const { unit } = documented(series?.namespace ?? '', series?.metric ?? '', 'Maximum');
      return (alarm?.above ?? Number.NaN) * (milliseconds[unit] ?? Number.NaN);
    };
    const delay = Math.max(periods.stockAnswerSeconds, periods.watchdogTickSeconds);
    expect(thresholdMs('orders-relay-late')).toBe(limits.iteratorAgeSeconds * 1000);
    expect(thresholdMs('orders-inbox-stuck')).toBe(limits.messageAgeSeconds * 1000);
    // The queue delays each message of the watchdog. So when the message is delivered, its age is already the length of
    // the delay.
    expect(thresholdMs('orders-watchdog-stuck')).toBe((limits.messageAgeSeconds + delay) * 1000);
  });

  it('watch every queue, dead-letter queue and relay', () => {
    const queues = resourcesOf(stacks, 'AWS::SQS::Queue').map(({ Properties }) =>
      String(Properties['QueueName']),
    );
    const functions = resourcesOf(stacks, 'AWS::Lambda::Function').map(({ Properties }) =>
      String(Properties['FunctionName']),
    );
    const watched = (metric: string, dimension: string) =>
      alarms
        .flatMap(({ series }) => Object.values(series))
        .filter((one) => one.metric === metric)
        .map(({ dimensions }) => dimensions[dimension])
        .toSorted();
    const ending = (names: readonly string[], end: string) =>
      names.filter((name) => name.endsWith(end)).toSorted();
    const inboxQueues = Object.keys(inboxes).map((name) => `orderly-${stage}-${name}`);

    expect(watched('ApproximateNumberOfMessagesVisible', 'QueueName')).toEqual(ending(queues, '-dlq'));
    expect(watched('ApproximateAgeOfOldestMessage', 'QueueName')).toEqual(inboxQueues.toSorted());
    expect(queues).toEqual(expect.arrayContaining(inboxQueues));
    expect(watched('IteratorAge', 'FunctionName')).toEqual(ending(functions, '-relay'));
  });

  it('all notify when they begin and when they end, with the topic as their only action', () => {
    const [topic] = resourcesOf(stacks, 'AWS::SNS::Topic');
    const topicArn = expect.stringMatching(new RegExp(`:${topic?.id}$`)) as unknown;
    for (const { name, actions, okActions, comparison, unit } of alarms) {
      expect({ name, actions, okActions, comparison, unit }).toEqual({
        name,
        actions: [topicArn],
        okActions: [topicArn],
        comparison: 'GreaterThanThreshold',
        unit: undefined,
      });
    }
  });

  it('treat missing data as good, except the one that also notices a canary that does not run', () => {
    for (const { name, missing } of alarms) {
      const expected = name === 'canary-failing' ? 'breaching' : 'notBreaching';
      expect({ name, missing }).toEqual({ name, missing: expected });
    }
  });

  it('read at most 40 metrics, or two more for each inbox and each relay that is added, and one for a canary', () => {
    const relays = alarms.filter(({ name }) => name.endsWith('-relay-late')).length;
    const canaries = stacks.settings.canaryMinutes === undefined ? 0 : 1;
    const most = 16 + 2 * Object.keys(inboxes).length + 2 * relays + canaries;
    expect(readBy(alarms)).toBeLessThanOrEqual(most);
  });
});

describe('alarms', () => {
  const rows = alarmRows(synthesised('sandbox').settings, { lostRecordsBucket: 'bucket' });

  it('send operators to GET /ops/dead-letters only for the queues that it lists', () => {
    const listed = rows
      .filter(({ shows }) => shows.includes('GET /ops/dead-letters'))
      .map(({ name }) => name.replace('-dlq-not-empty', ''));
    expect(listed).toEqual([...Object.keys(inboxes), ...relayNames]);
  });

  it('about money at risk name the sweep, because a failed sweep counts, too', () => {
    const atRisk = rows.find(({ name }) => name === 'payments-money-at-risk');
    expect(atRisk?.shows).toContain('the hourly sweep of payments failed');
  });

  it('on what all stages of an account share exist once, in production', () => {
    const names = (stage: 'sandbox' | 'production') =>
      templateAlarms(synthesised(stage)).map(({ name }) => name);
    const shared = ['account-concurrency', 'recursion-stopped', 'mail-bounces', 'mail-complaints'];
    expect(names('sandbox').filter((name) => shared.includes(name))).toEqual([]);
    expect(names('production').filter((name) => shared.includes(name))).toEqual(shared);
  });

  it('do not exist on an emulator, where they would never go off', () => {
    expect(resourcesOf(synthesised('local'), 'AWS::CloudWatch::Alarm')).toEqual([]);
  });

  it('in docs/operations.md all exist, and have a row in both of its tables', () => {
    const names = (['sandbox', 'production'] as const).flatMap((stage) =>
      templateAlarms(synthesised(stage)).map(({ name }) => `-${name}`),
    );
    const unused = [...endingsIn(actions), ...endingsIn(readings)].filter(
      (ending) => !names.some((name) => name.endsWith(ending)),
    );
    expect(unused).toEqual([]);
  });
});
