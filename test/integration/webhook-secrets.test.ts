import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import type { DeliveryOutcome } from '../../simulators/payment-gateway/deliver-webhook.ts';
import { RETRY_DELAYS_SECONDS } from '../../simulators/payment-gateway/domain/delivery.ts';
import { apiAddress } from '../../scripts/deployment/outputs.ts';
import { putSecretText, secretText, stackOutput } from '../support/aws.ts';
import { api, demand, simulators } from '../support/callers.ts';
import { deadLetterCounts } from '../support/effects.ts';
import { eventually } from '../support/eventually.ts';
import { gatewayKey, onPaymentPage } from '../support/gateway.ts';
import { request } from '../support/http.ts';
import { inParallel } from '../support/in-parallel.ts';
import { functionLogs } from '../support/logs.ts';
import { messagesIn } from '../support/queues.ts';
import { newCustomer, newProduct, place, reachWhen } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

const ORDERS = 40;
const ENDS: readonly OrderView['status'][] = ['EXPIRED', 'CANCELLED'];
/**
 * The secret is rotated after each of these numbers of paid orders. Before the second rotation, the functions have
 * cached the secret of the first rotation.
 */
const ROTATED_AT = [8, 20];
/** The longest wait of these tests, in milliseconds. It exceeds the time until the provider's last attempt. */
const PATIENCE_MS = (RETRY_DELAYS_SECONDS.reduce((sum, seconds) => sum + seconds) + 30) * 1000;

interface ProviderSecret {
  readonly apiKey: string;
  readonly webhookSecrets: readonly string[];
}

let secretArn: string;
let webhooksUrl: string;
const known = async (): Promise<ProviderSecret> => JSON.parse(await secretText(secretArn)) as ProviderSecret;
const configure = async (...webhookSecrets: readonly string[]): Promise<void> =>
  putSecretText(secretArn, JSON.stringify({ ...(await known()), webhookSecrets }));

/** Returns the secret that signs webhooks at the provider. If `rotate` is true, a new secret replaces it first. */
const secretAtProvider = async (rotate: boolean): Promise<string> => {
  const parts = { token: await gatewayKey(), body: { url: webhooksUrl, rotate } };
  const answer = await request<{ secret: string }>('PUT', simulators('/gateway/webhook-endpoint'), parts);
  return demand(answer, 200).secret;
};

/** The ids of the webhooks of which at least one attempt since a time had this outcome. */
const webhooksThatWere = async (outcome: DeliveryOutcome, since: number): Promise<ReadonlySet<string>> => {
  const filter = { group: 'deliver-webhook', contains: `"outcome":"${outcome}"`, since };
  const lines = await functionLogs(deployedStack().endpoint ?? '', filter);
  return new Set(lines.map(({ message }) => (JSON.parse(message) as { webhookId: string }).webhookId));
};

/**
 * Rotates the secret as an operator does. Until Orderly has the new secret, it refuses webhooks that the new secret
 * signs. The provider sends them again later.
 */
const rotate = async (): Promise<void> => {
  const { webhookSecrets } = await known();
  const since = Date.now();
  const next = await secretAtProvider(true);
  await eventually(async () => expect((await webhooksThatWere('retried', since)).size).toBeGreaterThan(0), {
    timeoutMs: PATIENCE_MS,
    describe: 'a webhook of the new secret being refused',
  });
  await configure(next, ...webhookSecrets.slice(0, 1));
};

/**
 * The status of the response to a webhook that is signed with a secret. The type of the webhook is one that Orderly
 * ignores.
 */
const statusWith = async (secret: string): Promise<number> => {
  const raw = JSON.stringify({ type: 'test.ping', data: {} });
  const [id, at] = ['msg_test_ping', new Date()];
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, raw),
  };
  return (await request('POST', api('/webhooks/payments'), { raw, headers })).status;
};

beforeAll(async () => {
  secretArn = await stackOutput('PaymentProviderSecretArn');
  const rest = { RestApiId: await stackOutput('RestApiId'), RestApiStage: await stackOutput('RestApiStage') };
  webhooksUrl = `${apiAddress({ rest }, 'RestApi', deployedStack().endpoint)}/webhooks/payments`;
});
// Restores the provider's secret in Orderly, even if this test failed halfway. Later tests need it.
afterAll(async () => configure(await secretAtProvider(false)));

describe('a webhook secret that is rotated twice while customers pay', () => {
  const retired: string[] = [];

  it(
    `loses no webhook of ${ORDERS} orders, and leaves no dead letter`,
    async () => {
      const deadBefore = await deadLetterCounts();
      const since = Date.now();
      const productId = await newProduct(10 * ORDERS);
      const customer = newCustomer();
      let paid = 0;
      // On a busy machine, the time to pay may end before the order can be paid. Then the customer orders again.
      const sell = async (): Promise<OrderView> => {
        const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
        const order = await reachWhen(
          orderId,
          'having a payment link, or having ended',
          ({ paymentLink, status }) => paymentLink !== undefined || ENDS.includes(status),
        );
        if (order.paymentLink === undefined) return sell();
        if ((await onPaymentPage(order, 'succeed')).status !== 200) return sell();
        paid += 1;
        return order;
      };
      const sales = inParallel(ORDERS, 5, sell);
      const rotations = async (): Promise<void> => {
        for (const count of ROTATED_AT) {
          await eventually(async () => expect(paid).toBeGreaterThanOrEqual(count), {
            timeoutMs: PATIENCE_MS,
            describe: `${count} orders being paid`,
          });
          retired.push(...(await known()).webhookSecrets.slice(0, 1));
          await rotate();
        }
      };
      const [orders] = await Promise.all([sales, rotations()]);

      // A webhook stays in the provider's queue until it is accepted, or until it becomes a dead letter.
      await eventually(
        async () => expect(await messagesIn(deployedStack().queues['gatewayWebhooks'])).toBe(0),
        { timeoutMs: PATIENCE_MS, describe: 'every webhook being accepted' },
      );
      const accepted = await webhooksThatWere('delivered', since);
      expect([...(await webhooksThatWere('retried', since))].filter((id) => !accepted.has(id))).toEqual([]);
      // On a busy machine, the time to pay may end before Orderly learns of the payment. Then Orderly records and
      // refunds the money.
      const isPaid = ({ status, totalAmount, paidAmount, refundedAmount }: OrderView): boolean =>
        paidAmount === totalAmount && (status === 'PAID' || refundedAmount === totalAmount);
      await inParallel(ORDERS, 5, (n) => reachWhen(orders[n]?.orderId ?? '', 'being paid', isPaid));
      expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(ORDERS);
      expect(await deadLetterCounts()).toEqual(deadBefore);
    },
    3 * PATIENCE_MS,
  );

  it(
    'refuses the retired secrets once they are removed, and accepts the current one',
    async () => {
      expect(retired).toHaveLength(ROTATED_AT.length);
      const { webhookSecrets } = await known();
      const [current = ''] = webhookSecrets;
      expect(webhookSecrets).toEqual([current, retired[1]]);
      await configure(current);
      const forged = `whsec_${randomBytes(24).toString('base64')}`;
      await eventually(
        async () => {
          // A forged webhook makes a function read the secret from AWS again. So the test need not wait until the
          // cached secret expires.
          const sent = await inParallel(12, 4, (n) => statusWith([forged, ...retired][n % 3] ?? ''));
          expect(new Set(sent)).toEqual(new Set([401]));
        },
        { timeoutMs: PATIENCE_MS, describe: 'the retired secrets being refused' },
      );
      expect(await statusWith(current)).toBe(200);
    },
    PATIENCE_MS,
  );
});
