import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { apiClient } from '../tour/api-client.ts';
import { apiAddress, requiredOutput, type StackOutputs } from './outputs.ts';
import { stackClientSettings, type Stack } from './stack-file.ts';

type ProviderSecret = { apiKey: string; webhookSecrets: string[] };

/** Parses the secret. Returns an empty object for a new secret, because its value is a random string and not JSON. */
const parseSecret = (value: string | undefined): Partial<ProviderSecret> => {
  try {
    const parsed: unknown = JSON.parse(value ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
};

/**
 * Returns the secret after a registration, or undefined if it is unchanged. The new signing secret comes first. The
 * previous one stays valid, so that webhooks that were sent before the change are still accepted.
 */
export const rotated = (
  current: Partial<ProviderSecret>,
  registered: { apiKey: string; webhookSecret: string },
): ProviderSecret | undefined => {
  const { apiKey, webhookSecret } = registered;
  const known = current.webhookSecrets ?? [];
  if (current.apiKey === apiKey && known[0] === webhookSecret) return undefined;
  const previous = known.find((secret) => secret !== webhookSecret);
  return { apiKey, webhookSecrets: previous ? [webhookSecret, previous] : [webhookSecret] };
};

/**
 * Registers Orderly's webhook endpoint with the simulated payment gateway, and stores the API key and the signing
 * secret for the payments service. Idempotent. Does nothing in a stage without simulators.
 *
 * @throws Problem if the gateway refuses
 */
export const configurePaymentProvider = async (stack: Stack, outputs: StackOutputs): Promise<void> => {
  if (!stack.simulatorsUrl) return;
  const client = new SecretsManagerClient(stackClientSettings(stack));
  const read = async (arn: string) =>
    (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString;

  const apiKey = (await read(requiredOutput(outputs, 'GatewaySecretKeyArn'))) ?? '';
  const gateway = apiClient(stack.simulatorsUrl, apiKey);
  // The gateway's function calls this URL, so it is the address of the API itself. The front door (the local proxy) is
  // only for people.
  const url = `${apiAddress(outputs, 'RestApi', stack.endpoint)}/webhooks/payments`;
  const { secret } = await gateway.put<{ secret: string }>('/gateway/webhook-endpoint', { url });

  const secretArn = requiredOutput(outputs, 'PaymentProviderSecretArn');
  const next = rotated(parseSecret(await read(secretArn)), { apiKey, webhookSecret: secret });
  if (!next) return;
  await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString: JSON.stringify(next) }));
};
