import * as z from 'zod/mini';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { listDeadLetters } from './list-dead-letters.ts';

const Query = z.strictObject({ queue: z.optional(z.string().check(z.minLength(1), z.maxLength(80))) });

/** GET /ops/dead-letters?queue */
export const createHandler = (list: ReturnType<typeof listDeadLetters>) =>
  httpHandler({ auth: 'admin', query: Query }, async ({ query }) => ok(await list(query.queue)));
