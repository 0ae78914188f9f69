import type { AwsScript } from '../../support/fake-aws.ts';
import type { ShellWorld } from '../../support/shell-world.ts';
import { createShop } from '../consumers/shop.ts';
import type { Target } from '../run.ts';
import { knownSecrets } from './signing.ts';
import { webhookProperty, type Receive } from './property.ts';
import type { Provider } from './bodies.ts';

const lambda = new URL('../../../functions/payments/lambdas/receive-webhook.ts', import.meta.url).href;

/** Loads the function again, because the function's module reads the name of the provider while it is loaded. */
const functionFor = async (provider: Provider): Promise<Receive> => {
  Object.assign(process.env, {
    PAYMENTS_INBOX_URL: `${process.env['AWS_ENDPOINT_URL']}/payments-inbox`,
    PAYMENT_PROVIDER: provider,
    PAYMENT_PROVIDER_SECRET_ARN: 'provider-secret',
  });
  return ((await import(`${lambda}?provider=${provider}`)) as { readonly handler: Receive }).handler;
};

/** The properties of the route for webhooks, for each provider. Call this only when a fake of AWS runs. */
export const webhookTargets = async (world: ShellWorld): Promise<readonly Target[]> => {
  const SecretString = JSON.stringify({ apiKey: 'key-of-ours', webhookSecrets: knownSecrets });
  const secret: AwsScript = ({ operation }) =>
    operation === 'secretsmanager.GetSecretValue' ? { body: { SecretString } } : undefined;
  const { services } = await createShop();
  const own = services.own['payments-inbox'] ?? {};
  const targets: Target[] = [];
  for (const provider of ['simulator', 'stripe'] as const) {
    const receive = await functionFor(provider);
    const property = webhookProperty(provider, receive, world, own);
    targets.push({
      name: `${provider}-webhooks`,
      property: (counts) => {
        world.aws.answer(secret);
        return property(counts);
      },
    });
  }
  return targets;
};
