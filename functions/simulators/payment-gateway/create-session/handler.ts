import * as z from 'zod';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { createSession } from './create-session.ts';

/** The merchant's request for a payment; `amount` in minor units. */
export const CreateSessionRequest = z.strictObject({
  orderId: z.string().min(1).max(128),
  amount: z.int().min(1).max(1_000_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  payBy: z.iso.datetime(),
  metadata: z
    .record(z.string().min(1).max(40), z.string().max(500))
    .refine((metadata) => Object.keys(metadata).length <= 50, 'may have at most 50 entries')
    .default({}),
});

/** POST /gateway/sessions */
export const createHandler = (merchant: MerchantApi, create: ReturnType<typeof createSession>) =>
  httpHandler(
    { auth: merchant.authenticate, body: CreateSessionRequest, idempotencyKey: 'required' },
    async ({ body, idempotencyKey = '', baseUrl, cause }) => {
      const { session, isNew } = await create(idempotencyKey, body);
      return merchant.answer(
        { status: isNew ? 201 : 200, body: merchant.withUrl(session, baseUrl()) },
        cause,
      );
    },
  );
