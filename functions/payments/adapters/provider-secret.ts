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

/** Reads the provider's secret. `recheckMs` is as in `ReadSecret`. */
export type ReadProviderSecret = (recheckMs?: number) => Promise<ProviderSecret>;

/**
 * Parses the provider's secret, which is JSON of the form `{ "apiKey": "…", "webhookSecrets": ["…"] }`.
 * @returns a function that reads the secret, and throws AppError `unavailable` until the secret is configured.
 */
export const providerSecret =
  (readText: ReadSecret): ReadProviderSecret =>
  async (recheckMs) => {
    const parsed = Secret.safeParse(jsonOf(await readText(recheckMs)));
    if (parsed.success) return parsed.data;
    // The error has no cause, because the log would then quote the secret.
    throw new AppError('unavailable', 'payments.provider-not-configured', whatIsWrong(parsed.error.issues));
  };

/** Names the fields that are missing or wrong, and quotes nothing of the secret. */
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
