import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { apiEvent, streamEvent } from '../support/lambda-events.ts';
import { publishedEvent, writeOf } from '../support/stored-items.ts';
import { root } from './pages.ts';
import { resolved } from './resolved.ts';
import { resourcesOf, synthesised, type Resource } from './synthesised.ts';
import { templateAlarms } from './template-alarms.ts';

const stages = ['sandbox', 'production'] as const;
const seriesOf = (stage: (typeof stages)[number]) =>
  templateAlarms(synthesised(stage)).flatMap(({ series }) => Object.values(series));

/** A metric that a function publishes with a log line in CloudWatch's embedded metric format. */
interface Emitted {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface MetricLine extends Readonly<Record<string, unknown>> {
  readonly _aws?: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

/** The metrics that CloudWatch extracts from a line of output (user guide, "Embedded metric format specification"). */
const emittedBy = (text: string): readonly Emitted[] => {
  const line = text.startsWith('{') ? (JSON.parse(text) as MetricLine) : {};
  const { _aws: described } = line;
  return (described?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => ({
        namespace: Namespace,
        metric: Name,
        dimensions: Object.fromEntries(names.map((name) => [name, String(line[name])])),
      })),
    ),
  );
};

/**
 * Runs a function in its own process, with the environment from its template.
 * @returns the output of the process.
 */
const run = async (
  stage: (typeof stages)[number],
  [service, entry]: readonly [string, string],
  event: unknown,
  handler = `(await import('./functions/${service}/lambdas/${entry}.ts')).handler`,
): Promise<string> => {
  const stacks = synthesised(stage);
  const [name, template] =
    Object.entries(stacks.templates).find(([, { Resources }]) =>
      Object.values(Resources).some(
        ({ Properties }) => Properties?.['FunctionName'] === `orderly-${stage}-${service}-${entry}`,
      ),
    ) ?? [];
  if (name === undefined || template === undefined)
    throw new Error(`${stage} has no function ${service}-${entry}`);
  const { Properties } = Object.values(template.Resources).find(
    (resource: Resource) => resource.Properties?.['FunctionName'] === `orderly-${stage}-${service}-${entry}`,
  ) as Resource;
  const { Variables } = resolved(stacks, template, Properties['Environment']) as {
    Variables: Readonly<Record<string, string>>;
  };
  const code = `
    const handler = ${handler};
    const context = { getRemainingTimeInMillis: () => 15_000, awsRequestId: 'request-1' };
    await handler(${JSON.stringify(event)}, context).catch((error) => console.error(error));
    process.exit();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    env: { ...Variables, ...awsEnvironment(), PATH: process.env['PATH'] },
  });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
  await new Promise((resolve) => child.once('close', resolve));
  return written;
};

const awsEnvironment = () =>
  Object.fromEntries(
    ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => [
      name,
      process.env[name],
    ]),
  );

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
  aws.answer(({ operation, input }) => {
    if (operation === 'Events.PutEvents') {
      const Entries = (input['Entries'] as readonly unknown[]).map((_, index) => ({
        EventId: String(index),
      }));
      return { body: { FailedEntryCount: 0, Entries } };
    }
    if (operation !== 'secretsmanager.GetSecretValue') return undefined;
    const webhookSecrets = [`whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`];
    return { body: { SecretString: JSON.stringify({ apiKey: 'k', webhookSecrets }) } };
  });
});
afterAll(() => aws.close());

/**
 * A function with the middleware `nearTimeout`, which all functions use. It may run for one millisecond, but needs
 * longer.
 */
const slowHandler = `await (async () => {
  const { default: middy } = await import('@middy/core');
  const { nearTimeout } = await import('./shared/observability/telemetry.ts');
  const slow = middy().use(nearTimeout()).handler(() => new Promise((resolve) => setTimeout(resolve, 100)));
  return (event) => slow(event, { getRemainingTimeInMillis: () => 1 });
})()`;

const event = (type: string, data: Readonly<Record<string, unknown>>) =>
  writeOf(publishedEvent(1, { id: `${type}:1`, type, data: { orderId: '1', ...data } }));
const placedAt = '2026-03-01T09:29:00.000Z';
const ordersEvents = streamEvent(event('OrderCreated', { attempt: 1 }), event('OrderPaid', { placedAt }));
const forged = apiEvent({
  method: 'POST',
  resource: '/webhooks/payments',
  body: { type: 'payment.succeeded' },
});

describe.each(stages)('the code of %s', (stage) => {
  it('writes each metric that an alarm reads in the namespace Orderly, under the same dimensions', async () => {
    const hasCanary = synthesised(stage).settings.canaryMinutes !== undefined;
    const written = await Promise.all([
      run(stage, ['orders', 'relay'], ordersEvents),
      run(stage, ['payments', 'relay'], streamEvent(event('RefundFailed', {}))),
      run(stage, ['payments', 'receive-webhook'], forged),
      run(stage, ['orders', 'relay'], {}, slowHandler),
      // The fake secret contains no key, so the canary's run fails.
      ...(hasCanary ? [run(stage, ['ops', 'run-canary'], { id: '1' })] : []),
    ]);
    const emitted = written.flatMap((text) => text.split('\n').flatMap(emittedBy));
    const read = seriesOf(stage).filter(({ namespace }) => namespace === 'Orderly');

    expect(read.length).toBeGreaterThan(0);
    for (const { statistic, ...series } of read) {
      expect(statistic).toBe('Sum');
      expect(emitted).toContainEqual(series);
    }
  });

  it('has the stage in the environment of every function, for the dimensions of its metrics', () => {
    const missing = resourcesOf(synthesised(stage), 'AWS::Lambda::Function').filter(({ Properties }) => {
      const { Variables } = Properties['Environment'] as { Variables: Readonly<Record<string, unknown>> };
      return Variables['STAGE'] !== stage;
    });
    expect(missing.map(({ Properties }) => Properties['FunctionName'])).toEqual([]);
  });
});

describe.each(stages)('the alarms of %s', (stage) => {
  const stacks = synthesised(stage);
  const valuesOf = (type: string, property: string) =>
    resourcesOf(stacks, type).map(({ Properties }) => Properties[property]);
  const idsOf = (type: string) => resourcesOf(stacks, type).map(({ id }) => id);
  const routes = resourcesOf(stacks, 'AWS::ApiGateway::Method').map(
    ({ Properties }) => Properties['HttpMethod'],
  );
  const paths = valuesOf('AWS::ApiGateway::Resource', 'PathPart').map((part) => `/${String(part)}`);
  const stagesOfApis = resourcesOf(stacks, 'AWS::ApiGateway::Stage').map(({ Properties }) => Properties);

  /** The values that each dimension may have: the names of resources in the templates. */
  const existing: Readonly<Record<string, readonly unknown[]>> = {
    QueueName: valuesOf('AWS::SQS::Queue', 'QueueName'),
    FunctionName: valuesOf('AWS::Lambda::Function', 'FunctionName'),
    TableName: idsOf('AWS::DynamoDB::GlobalTable'),
    BucketName: idsOf('AWS::S3::Bucket'),
    StorageType: ['AllStorageTypes'],
    EventBusName: valuesOf('AWS::Events::EventBus', 'Name'),
    ApiName: valuesOf('AWS::ApiGateway::RestApi', 'Name'),
    Stage: stagesOfApis.map((properties) => properties['StageName']),
    Method: routes,
    Resource: paths,
  };

  it('read only queues, functions, tables and routes that the templates have', () => {
    const wheres = templateAlarms(stacks).flatMap(({ query }) =>
      query?.where === undefined ? [] : [query.where],
    );
    const dimensions = seriesOf(stage)
      .filter(({ namespace }) => namespace !== 'Orderly')
      .flatMap((series) => Object.entries(series.dimensions));
    expect(wheres).not.toEqual([]);
    for (const [name, value] of [...dimensions, ...wheres]) expect(existing[name]).toContain(value);
  });

  it('read metrics of a route only where API Gateway publishes them', () => {
    const ofRoutes = seriesOf(stage).filter(({ dimensions }) => 'Resource' in dimensions);
    expect(ofRoutes).not.toEqual([]);
    for (const { MethodSettings } of stagesOfApis) {
      expect(MethodSettings).toContainEqual(
        expect.objectContaining({ HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }),
      );
    }
  });
});
