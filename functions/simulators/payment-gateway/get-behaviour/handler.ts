import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { getBehaviour } from './get-behaviour.ts';

/** GET /gateway/behaviour */
export const createHandler = (merchant: MerchantApi, get: ReturnType<typeof getBehaviour>) =>
  httpHandler({ auth: merchant.authenticate }, async () => ok(await get()));
