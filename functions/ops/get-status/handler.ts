import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { getStatus } from './get-status.ts';

/** GET /ops/status */
export const createHandler = (status: ReturnType<typeof getStatus>) =>
  httpHandler({ auth: 'admin' }, async () => ok(await status()));
