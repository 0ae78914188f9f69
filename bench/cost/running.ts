import { rmSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { stageSettings } from '../../infra/stage-config.ts';
import { tableShapes, type TableShape } from '../../shared/config/tables.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import { localFile } from '../../scripts/console/paths.ts';
import type { Steps } from '../../scripts/console/progress.ts';
import { beginSynthesis, deployLocal } from '../../scripts/deployment/deploy-local.ts';
import type { Stack } from '../../scripts/deployment/stack-file.ts';
import { clientSettings, endpointOf } from '../../scripts/emulator/access.ts';
import { startEmulator } from '../../scripts/emulator/emulator.ts';
import { freePort } from '../../scripts/emulator/free-port.ts';
import { installPythonPackages } from '../../scripts/emulator/python.ts';
import { meterOf, probeOf, type Meter } from '../meter/meter.ts';
import type { MeteredTable } from '../meter/writes.ts';
import { namePrefix } from './functions.ts';
import { meteredNode, type MeteredNode } from './metered-node.ts';
import { startProxy, type MeteringProxy } from './proxy.ts';

/**
 * Short time limits, so that a run ends soon, but long enough to pay each order in time on a busy machine. The batching
 * window is that of AWS stages.
 */
const periods = {
  ORDERLY_STOCK_ANSWER_SECONDS: '20',
  ORDERLY_PAYMENT_WINDOW_SECONDS: '60',
  ORDERLY_CLOSURE_GRACE_SECONDS: '20',
  ORDERLY_RETRY_SECONDS: '20',
  ORDERLY_BATCHING_WINDOW_SECONDS: String(stageSettings('sandbox', {}).messaging.batchingWindowSeconds),
};

/** Orderly on an emulator, with meters that count the requests and the CPU time of its functions. */
export interface MeteredStack {
  readonly stack: Stack;
  readonly meter: Meter;
  readonly proxy: MeteringProxy;
  readonly node: MeteredNode;
  /** A file with a line for each request that received messages. The line is the name of the queue. */
  readonly receivesFile: string;
  /** Clients that are not metered. */
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  stop(): Promise<void>;
}

const meteredTables = (): Record<string, MeteredTable> =>
  Object.fromEntries(
    Object.entries<TableShape>(tableShapes).map(([service, { indexes }]) => [
      `${namePrefix}${service}`,
      {
        keys: ['pk'],
        indexes: Object.values(indexes).map(({ partitionKey, sortKey }) => ({
          partitionKey,
          sortKey,
          include: [],
        })),
      },
    ]),
  );

const ourNames = [
  ...Object.keys(tableShapes).map((service) => `${namePrefix}${service}"`),
  ...Object.keys(inboxes).map((inbox) => `${namePrefix}${inbox}`),
];

/** Number of steps that `startMeteredStack` shows. */
export const stackSteps = 5;

/** Starts an emulator on a free port with the meter in front of it, and deploys the stacks to it. */
export const startMeteredStack = async (step: Steps): Promise<MeteredStack> => {
  await installPythonPackages('requirements');
  const port = await freePort();
  const endpoint = endpointOf(port, false);
  const connection = clientSettings(endpoint);
  const dynamo = new DynamoDBClient(connection);
  const meter = meterOf(meteredTables(), probeOf(dynamo));
  const node = meteredNode();
  const proxy = await startProxy(endpoint, meter, (body) => ourNames.some((name) => body.includes(name)));
  const synthesis = beginSynthesis('cost', periods);
  const receivesFile = localFile('cost-receives.txt');
  rmSync(receivesFile, { force: true });
  const emulator = await step('Starting the emulator behind the meter', () =>
    startEmulator({
      port,
      // If IAM is off, the emulator uses no TLS either, so the meter can read the functions' requests.
      iam: 'off',
      logFile: localFile('logs', 'cost-emulator.log'),
      env: { ...node.environment, AWS_ENDPOINT_URL: proxy.endpoint, ORDERLY_RECORDED_RECEIVES: receivesFile },
    }),
  );
  const stackFile = localFile('cost-stack.json');
  const { stack } = await deployLocal({ endpoint, synthesis, stackFile, step });
  return {
    stack,
    meter,
    proxy,
    node,
    receivesFile,
    dynamo,
    sqs: new SQSClient({ ...connection, useQueueUrlAsEndpoint: false }),
    stop: async () => {
      await emulator.stop();
      proxy.close();
      node.remove();
    },
  };
};
