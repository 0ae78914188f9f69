import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { expireSession } from './expire-session.ts';

/** POST /gateway/sessions/{id}/expire */
export const createHandler = (merchant: MerchantApi, expire: ReturnType<typeof expireSession>) =>
  httpHandler(
    {
      auth: merchant.authenticate,
      path: z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) }),
      body: z.strictObject({}),
    },
    async ({ path, baseUrl, cause }) =>
      merchant.answer(ok(merchant.withUrl(await expire(path.id), baseUrl())), cause),
  );
