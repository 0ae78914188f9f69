import * as z from 'zod';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { getSession } from './get-session.ts';

/** GET /gateway/sessions/{id} */
export const createHandler = (merchant: MerchantApi, get: ReturnType<typeof getSession>) =>
  httpHandler(
    { auth: merchant.authenticate, path: z.object({ id: z.string().min(1).max(128) }) },
    async ({ path, baseUrl }) => ok(merchant.withUrl(await get(path.id), baseUrl())),
  );
