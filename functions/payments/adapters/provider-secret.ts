import * as z from 'zod/mini';
import type { ReadSecret } from '../../../shared/config/secret.ts';
import { AppError } from '../../../shared/errors.ts';

const Secret = z.object({
  /** Our API key at the provider. */
  apiKey: z.string().check(z.minLength(1)),
  /** The secrets that webhooks are signed with: the current one and, during a rotation, the previous one. */
  webhookSecrets: z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(2)),
});

/** The content of the provider's secret. */
export type ProviderSecret = z.infer<typeof Secret>;

/** Reads the provider's secret. If the last read is at least `recheckMs` ago, reads it from Secrets Manager again. */
export type ReadProviderSecret = (recheckMs?: number) => Promise<ProviderSecret>;

/**
 * Builds the function that reads the provider's secret. The secret is JSON of the form
 * `{ "apiKey": "…", "webhookSecrets": ["…"] }`.
 * @returns a function that reads and parses the secret. Until the secret is configured, the function throws AppError
 *   `unavailable`.
 */
export const providerSecret =
  (readText: ReadSecret): ReadProviderSecret =>
  async (recheckMs) => {
    const parsed = Secret.safeParse(jsonOf(await readText(recheckMs)));
    if (parsed.success) return parsed.data;
    // The error has no cause, because the log would then quote the secret.
    throw new AppError('unavailable', 'payments.provider-not-configured', whatIsWrong(parsed.error.issues));
  };

/** Names the fields that are missing or wrong. The text quotes nothing of the secret. */
const whatIsWrong = (issues: readonly { readonly path: readonly PropertyKey[] }[]): string => {
  const fields = new Set(issues.flatMap(({ path: [field] }) => (field === undefined ? [] : [String(field)])));
  const wrong = fields.size === 0 ? 'It is no JSON object' : `Missing or wrong: ${[...fields].join(', ')}`;
  return `The secret of the payment provider needs "apiKey" and one or two "webhookSecrets". ${wrong}`;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
