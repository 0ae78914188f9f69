import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { created } from '../../../../shared/http/responses.ts';
import { gatewayProblem, type MerchantApi } from '../merchant-api.ts';
import type { refundPayment } from './refund-payment.ts';

const REFUSED = ['gateway.refund-refused', 'Refund refused', 'The refund was refused'] as const;

/** POST /gateway/sessions/{id}/refunds; a repetition gets the answer of the first time. */
export const createHandler = (merchant: MerchantApi, refund: ReturnType<typeof refundPayment>) =>
  httpHandler(
    {
      auth: merchant.authenticate,
      path: z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) }),
      body: z.strictObject({ amount: z.int().check(z.minimum(1), z.maximum(1_000_000_000_000)) }),
      idempotencyKey: 'required',
    },
    async ({ path, body, idempotencyKey = '', cause }) => {
      const result = await refund(path.id, idempotencyKey, body.amount);
      if (result.outcome === 'refused') return gatewayProblem(402, ...REFUSED, cause);
      return merchant.answer(created(result.refund), cause);
    },
  );
