import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { getSession } from './get-session.ts';

/** GET /gateway/sessions/{id} */
export const createHandler = (merchant: MerchantApi, get: ReturnType<typeof getSession>) =>
  httpHandler(
    {
      auth: merchant.authenticate,
      path: z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) }),
    },
    async ({ path, baseUrl }) => ok(merchant.withUrl(await get(path.id), baseUrl())),
  );
