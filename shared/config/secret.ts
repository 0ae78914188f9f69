import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../outbound.ts';

const client = awsClient(SecretsManagerClient);

/** A function instance caches a secret for this long, so a rotation takes effect without a deployment. */
const CACHE_MS = 60_000;

/** Reads a secret's text. @throws Error if it has none. */
export const readSecret = async (arn: string): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined) throw new Error(`The secret ${arn} has no text`);
  return SecretString;
};

/**
 * Returns a function that reads a secret's text, at most once a minute for each function instance. A failed read is not
 * cached.
 */
export const cachedSecret = (arn: string): (() => Promise<string>) => {
  let cached: { readonly value: string; readonly until: number } | undefined;
  return async () => {
    if (cached !== undefined && Date.now() < cached.until) return cached.value;
    const value = await readSecret(arn);
    cached = { value, until: Date.now() + CACHE_MS };
    return value;
  };
};
