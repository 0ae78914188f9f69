import * as z from 'zod/mini';
import { AppError } from '../../../shared/errors.ts';

const Secret = z.object({
  /** Authenticates us at the provider. */
  apiKey: z.string().check(z.minLength(1)),
  /** Sign webhooks: the current one first, then the one before it, while a rotation is under way. */
  webhookSecrets: z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(2)),
});

/** What the provider's secret holds. */
export type ProviderSecret = z.infer<typeof Secret>;

/**
 * Reads the provider's secret out of its text, JSON `{ "apiKey": "…", "webhookSecrets": ["…"] }`.
 * @returns a function that throws AppError `unavailable` until the secret is configured.
 */
export const providerSecret =
  (readText: () => Promise<string>): (() => Promise<ProviderSecret>) =>
  async () => {
    const parsed = Secret.safeParse(jsonOf(await readText()));
    if (parsed.success) return parsed.data;
    // Without its cause: that would quote the secret in the log.
    throw new AppError(
      'unavailable',
      'payments.provider-not-configured',
      'The payment provider is not configured yet',
    );
  };

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
