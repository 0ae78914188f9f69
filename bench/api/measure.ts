import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { stackClientSettings, type Stack } from '../../scripts/deployment/stack-file.ts';
import { apiClient, type ApiClient } from '../../scripts/tour/api-client.ts';
import { eventually } from '../../scripts/tour/eventually.ts';
import { issueToken } from '../../scripts/tour/token.ts';
import type { Floors } from './deploy-floors.ts';

/**
 * Durations in milliseconds, of Orderly and of the floors (the minimal functions that Orderly is compared with, see
 * bench/floors). The samples with the same index in all four lists were taken right after each other.
 */
export interface Samples {
  readonly accept: readonly number[];
  readonly acceptFloor: readonly number[];
  readonly reserved: readonly number[];
  readonly hopFloor: readonly number[];
}

const PRODUCT = 'bench-api';
const GIVE_UP_MS = 60_000;

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
};

const instruments = async (stack: Stack, floors: Floors) => {
  const connection = stackClientSettings(stack);
  const dynamo = new DynamoDBClient(connection);
  const sqs = new SQSClient({ ...connection, useQueueUrlAsEndpoint: false });
  const token = await issueToken(stack, 'bench-customer', 'customer');
  const customer = apiClient(stack.apiUrl, token);
  const floor = apiClient(floors.acceptUrl, token);

  /**
   * Polls until an item exists and has the expected state. The item belongs to Orderly, or to the minimal function
   * `hop`.
   */
  const appears = async (
    TableName: string,
    pk: string,
    holds: (state: object) => boolean = () => true,
  ): Promise<void> => {
    const deadline = performance.now() + GIVE_UP_MS;
    while (performance.now() < deadline) {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }));
      if (Item !== undefined && holds(unmarshall(Item))) return;
      await pause(4);
    }
    throw new Error(`${pk} did not appear in ${TableName} within ${GIVE_UP_MS / 1000} s. See .local/logs.`);
  };
  return { customer, floor, sqs, appears };
};

const openProduct = async (stack: Stack): Promise<void> => {
  const admin = apiClient(stack.apiUrl, await issueToken(stack, 'bench-admin', 'admin'));
  await admin.put(`/products/${PRODUCT}`, {
    name: 'Ethiopia Yirgacheffe 250 g',
    unitAmount: 1450,
    currency: 'EUR',
    active: true,
  });
  const key = { 'idempotency-key': 'bench-api-stock' };
  await admin.post(`/products/${PRODUCT}/stock`, { change: 100_000, reason: 'opening stock' }, key);
};

const order = (api: ApiClient, path: string): Promise<{ readonly orderId?: string }> =>
  api.post(
    path,
    { items: [{ productId: PRODUCT, quantity: 1 }] },
    { 'idempotency-key': crypto.randomUUID() },
  );

/**
 * Takes samples of Orderly and of the floors (the minimal functions) in alternating order, so that other load on the
 * machine affects both. Each sample of Orderly ends only when the order has a payment link. Otherwise Orderly would
 * still be creating the link during the next sample.
 */
export const takeSamples = async (
  stack: Stack,
  floors: Floors,
  { samples, warmUp }: { readonly samples: number; readonly warmUp: number },
  progress: (done: number) => void,
): Promise<Samples> => {
  await openProduct(stack);
  const { customer, floor, sqs, appears } = await instruments(stack, floors);
  const [orders, inventory] = [stack.tables['orders'] ?? '', stack.tables['inventory'] ?? ''];
  await eventually(() => order(customer, '/orders'), { describe: 'the orders service to know the product' });

  const ours = async (): Promise<readonly [number, number]> => {
    let orderId = '';
    const accept = await timed(async () => {
      orderId = (await order(customer, '/orders')).orderId ?? '';
    });
    const reserved = await timed(() => appears(inventory, `reservation#${orderId}`));
    await appears(orders, `order#${orderId}`, (state) => 'paymentLink' in state);
    await pause(150);
    return [accept, reserved];
  };
  const theirs = async (): Promise<readonly [number, number]> => {
    const accept = await timed(() => order(floor, '/accept'));
    const id = crypto.randomUUID();
    await sqs.send(new SendMessageCommand({ QueueUrl: floors.queueUrl, MessageBody: id }));
    const hop = await timed(() => appears(floors.table, id));
    return [accept, hop];
  };

  const taken = {
    accept: [] as number[],
    acceptFloor: [] as number[],
    reserved: [] as number[],
    hopFloor: [] as number[],
  };
  for (let index = -warmUp; index < samples; index += 1) {
    const oursFirst = index % 2 === 0;
    const first = await (oursFirst ? ours : theirs)();
    const second = await (oursFirst ? theirs : ours)();
    if (index < 0) continue;
    const [mine, other] = oursFirst ? [first, second] : [second, first];
    taken.accept.push(mine[0]);
    taken.reserved.push(mine[1]);
    taken.acceptFloor.push(other[0]);
    taken.hopFloor.push(other[1]);
    progress(index + 1);
  }
  return taken;
};
