import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { getKeySet } from './get-key-set.ts';

/** GET /identity/jwks.json */
export const createHandler = (get: ReturnType<typeof getKeySet>) =>
  httpHandler({ auth: 'public' }, async () => ({
    ...ok(await get()),
    headers: { 'cache-control': 'public, max-age=300' },
  }));
