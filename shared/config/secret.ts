import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../outbound.ts';

const client = awsClient(SecretsManagerClient);

/** A function instance caches a secret for this long, so a rotation takes effect without a deployment. */
const CACHE_MS = 60_000;

/**
 * Reads a secret's text.
 * @param maxAgeMs The text was read from Secrets Manager at most this many milliseconds ago. Default and maximum: a minute.
 */
export type ReadSecret = (maxAgeMs?: number) => Promise<string>;

/**
 * Returns a function that reads a secret's text, by default at most once a minute for each function instance. A failed
 * read is not cached.
 */
export const cachedSecret = (arn: string): ReadSecret => {
  let cached: { readonly value: string; readonly readAt: number } | undefined;
  return async (maxAgeMs = CACHE_MS) => {
    const now = Date.now();
    if (cached !== undefined && now < cached.readAt + Math.min(maxAgeMs, CACHE_MS)) return cached.value;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString === undefined) throw new Error(`The secret ${arn} has no text`);
    cached = { value: SecretString, readAt: now };
    return SecretString;
  };
};
