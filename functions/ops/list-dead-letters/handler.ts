import * as z from 'zod';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { listDeadLetters } from './list-dead-letters.ts';

const Query = z.strictObject({ queue: z.string().min(1).max(80).optional() });

/** GET /ops/dead-letters?queue */
export const createHandler = (list: ReturnType<typeof listDeadLetters>) =>
  httpHandler({ auth: 'admin', query: Query }, async ({ query }) => ok(await list(query.queue)));
