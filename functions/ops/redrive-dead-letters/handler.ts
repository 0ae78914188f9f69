import * as z from 'zod';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { redriveDeadLetters } from './redrive-dead-letters.ts';

/** Without ids, all messages. */
const RedriveRequest = z.strictObject({
  messageIds: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
});

/** POST /ops/dead-letters/{queue}/redrive */
export const createHandler = (redrive: ReturnType<typeof redriveDeadLetters>) =>
  httpHandler(
    { auth: 'admin', path: z.object({ queue: z.string().min(1).max(80) }), body: RedriveRequest },
    async ({ path, body }) => ok(await redrive(path.queue, body.messageIds)),
  );
