import * as z from 'zod/mini';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';

/**
 * `GET /health`: the API answers, and says which version of it. It asks no other part, so it stays cheap. Monitors may add
 * a query, so that no cache answers in its place.
 */
export const createHandler = (deployed: { readonly stage: string; readonly version: string }) =>
  httpHandler({ auth: 'public', query: z.looseObject({}) }, () =>
    ok({ status: 'ok', stage: deployed.stage, version: deployed.version }),
  );
