import * as z from 'zod/mini';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { redriveDeadLetters } from './redrive-dead-letters.ts';

/** Without ids, all messages. */
const RedriveRequest = z.strictObject({
  messageIds: z.optional(
    z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.minLength(1), z.maxLength(100)),
  ),
});

/** POST /ops/dead-letters/{queue}/redrive */
export const createHandler = (redrive: ReturnType<typeof redriveDeadLetters>) =>
  httpHandler(
    {
      auth: 'admin',
      path: z.object({ queue: z.string().check(z.minLength(1), z.maxLength(80)) }),
      body: RedriveRequest,
    },
    async ({ path, body }) => ok(await redrive(path.queue, body.messageIds)),
  );
