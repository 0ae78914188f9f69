import type {
  MoneyReport,
  PaymentReport,
  RefundReport,
  WebhookVerifier,
} from '../../../functions/payments/domain/webhook.ts';

/** The valid signature of webhooks. Forged webhooks have another signature. */
export const SIGNATURE = 'signed-by-the-provider';
export type Report = PaymentReport | RefundReport | MoneyReport;

/** Compares the signature header with the fixed signature, in place of real verification. */
export const simulatedVerifier: WebhookVerifier = {
  verify: async (rawBody, headers) => {
    if (headers['signature'] !== SIGNATURE) return { outcome: 'invalid-signature' };
    const { correlationId, ...report } = JSON.parse(rawBody) as Report & { readonly correlationId: string };
    if ('paymentId' in report) return { outcome: 'money-moved', report, correlationId };
    return 'refundId' in report
      ? { outcome: 'refund-verified', report, correlationId }
      : { outcome: 'verified', report, correlationId };
  },
};
