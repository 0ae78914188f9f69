import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudWatchClient, PutMetricAlarmCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { awsPlatformStatus } from '../../functions/ops/adapters/aws-platform-status.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { emulatorConnection } from '../support/environment.ts';
import { platformQueues } from '../support/platform-queues.ts';

let emulator: Awaited<ReturnType<typeof platformQueues>>;
let cloudWatch: CloudWatchClient;
beforeAll(async () => {
  emulator = await platformQueues();
  cloudWatch = new CloudWatchClient(emulatorConnection());
});
afterAll(() => {
  emulator.close();
  cloudWatch.destroy();
});

const platformOf = (namePrefix: string) => awsPlatformStatus({ sqs: emulator.sqs, cloudWatch, namePrefix });

/** Publishes a metric of an AWS service. AWS would not accept such a metric from a test, but an emulator does. */
const report = (Namespace: string, MetricName: string, dimension: readonly [string, string], Value: number) =>
  cloudWatch.send(
    new PutMetricDataCommand({
      Namespace,
      MetricData: [{ MetricName, Value, Dimensions: [{ Name: dimension[0], Value: dimension[1] }] }],
    }),
  );

describe('The platform as AWS sees it', () => {
  it('returns the depth of a queue and its dead-letter queue', async () => {
    const queue = await emulator.create('orders-inbox', 'queue');
    const send = (delay: number) =>
      emulator.sqs.send(
        new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'm', DelaySeconds: delay }),
      );
    await send(0);
    await send(900);
    await emulator.put(queue, 'dead');
    const platform = platformOf('none-');
    expect(await platform.depths(queue)).toEqual({ depth: 1, inFlight: 0, delayed: 1, deadLetters: 1 });
    await emulator.arrived(queue);
    expect(await platform.depths(queue)).toMatchObject({ depth: 0, inFlight: 1 });
    const relay = await emulator.create('orders-relay', 'bus');
    expect(await platform.depths(relay)).toEqual({
      depth: null,
      inFlight: null,
      delayed: null,
      deadLetters: 0,
    });
  });

  it('returns the age of the oldest message if CloudWatch has it', async () => {
    const known = await emulator.create('orders-inbox', 'queue');
    const unknown = await emulator.create('payments-inbox', 'queue');
    const queueName = known.url?.split('/').at(-1) ?? '';
    await report('AWS/SQS', 'ApproximateAgeOfOldestMessage', ['QueueName', queueName], 42);
    const relay = await emulator.create('orders-relay', 'bus');
    expect(await platformOf('none-').oldestAges([known, unknown, relay], systemClock())).toEqual({
      'orders-inbox': 42,
    });
  });

  it('returns the alarms of its own stage', async () => {
    const prefix = `test-${randomUUID()}-`;
    for (const AlarmName of [`${prefix}orders-stuck`, `other-${prefix}`]) {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateAgeOfOldestMessage',
          Statistic: 'Maximum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
    }
    const alarms = await platformOf(prefix).alarms();
    expect(alarms.map(({ name }) => name)).toEqual([`${prefix}orders-stuck`]);
    expect(alarms[0]?.state).toMatch(/^(OK|ALARM|INSUFFICIENT_DATA)$/);
    expect(alarms[0]?.since).toMatch(/^\d{4}-/);
  });

  it('sums the invocations and errors of each service', async () => {
    const prefix = `test-${randomUUID()}-`;
    const ran = async (name: string, invocations: number, errors: number) => {
      const dimension = ['FunctionName', `${prefix}${name}`] as const;
      await report('AWS/Lambda', 'Invocations', dimension, invocations);
      await report('AWS/Lambda', 'Errors', dimension, errors);
    };
    await ran('orders-place-order', 20, 1);
    await ran('orders-inbox', 10, 2);
    await ran('payments-inbox', 5, 0);
    // Functions of the simulated payment gateway belong to no service, so they are not counted.
    await ran('payment-gateway-serve-payer', 7, 7);
    expect(await platformOf(prefix).invocations(15, systemClock())).toEqual([
      { service: 'orders', invocations: 30, errors: 3 },
      { service: 'payments', invocations: 5, errors: 0 },
    ]);
  });
});
