import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../outbound.ts';

const client = awsClient(SecretsManagerClient);

/** How long a function instance uses a cached secret. So a new value takes effect without a deployment. */
const CACHE_MS = 60_000;

/**
 * Reads a secret's text.
 * @throws Error if the secret has no text.
 */
export const readSecret = async (arn: string): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined) throw new Error(`The secret ${arn} has no text`);
  return SecretString;
};

/**
 * Returns a secret's text, from the cache or from Secrets Manager.
 * @param recheckMs the secret is read from Secrets Manager again if the last read is at least this many milliseconds
 *   ago. The default and the maximum are a minute.
 */
export type ReadSecret = (recheckMs?: number) => Promise<string>;

/**
 * Returns a function that reads a secret's text, and caches it in the function instance for at most a minute. A failed
 * read throws and keeps the cached text, if there is one. `recheckMs` is measured from the last read, even if that read
 * failed.
 */
export const cachedSecret = (arn: string): ReadSecret => {
  let cached: { readonly value: string; readonly readAt: number } | undefined;
  let askedAt = 0;
  return async (recheckMs = CACHE_MS) => {
    const now = Date.now();
    if (cached !== undefined && now < cached.readAt + CACHE_MS && now < askedAt + recheckMs)
      return cached.value;
    try {
      cached = { value: await readSecret(arn), readAt: now };
      return cached.value;
    } finally {
      askedAt = Date.now();
    }
  };
};
