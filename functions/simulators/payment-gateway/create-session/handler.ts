import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { gatewayProblem, type MerchantApi } from '../merchant-api.ts';
import type { createSession } from './create-session.ts';

/** The merchant's request for a payment; `amount` in minor units. */
export const CreateSessionRequest = z.strictObject({
  orderId: z.string().check(z.minLength(1), z.maxLength(128)),
  amount: z.int().check(z.minimum(1), z.maximum(1_000_000_000_000)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code')),
  payBy: z.iso.datetime(),
  metadata: z.prefault(
    z
      .record(z.string().check(z.minLength(1), z.maxLength(40)), z.string().check(z.maxLength(500)))
      .check(z.refine((metadata) => Object.keys(metadata).length <= 50, 'may have at most 50 entries')),
    {},
  ),
});

const REFUSED = ['gateway.session-refused', 'Session refused', 'The payment was refused'] as const;

/** POST /gateway/sessions */
export const createHandler = (merchant: MerchantApi, create: ReturnType<typeof createSession>) =>
  httpHandler(
    { auth: merchant.authenticate, body: CreateSessionRequest, idempotencyKey: 'required' },
    async ({ body, idempotencyKey = '', baseUrl, cause }) => {
      const result = await create(idempotencyKey, body);
      if (result.outcome === 'refused') return gatewayProblem(402, ...REFUSED, cause);
      const { session, isNew } = result;
      return merchant.answer(
        { status: isNew ? 201 : 200, body: merchant.withUrl(session, baseUrl()) },
        cause,
      );
    },
  );
