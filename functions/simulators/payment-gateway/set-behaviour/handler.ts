import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { Behaviour } from '../domain/behaviour.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { setBehaviour } from './set-behaviour.ts';

const BehaviourRequest = z.strictObject({
  delaySeconds: z.optional(z.int().check(z.minimum(0), z.maximum(900))),
  duplicate: z.optional(z.int().check(z.minimum(0), z.maximum(10))),
  lose: z.optional(z.int().check(z.minimum(0), z.maximum(10_000))),
  reorder: z.optional(z.boolean()),
  forge: z.optional(z.boolean()),
  refuseSessions: z.optional(z.boolean()),
  refuseRefunds: z.optional(z.boolean()),
  timeOutAfterActing: z.optional(z.union([z.boolean(), z.int().check(z.minimum(0), z.maximum(10_000))])),
});

/** Leaves out what was not sent, so that the answer is what was asked for. */
const sent = (body: z.output<typeof BehaviourRequest>): Behaviour =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

/** PUT /gateway/behaviour */
export const createHandler = (merchant: MerchantApi, set: ReturnType<typeof setBehaviour>) =>
  httpHandler({ auth: merchant.authenticate, body: BehaviourRequest }, async ({ body }) =>
    ok(await set(sent(body))),
  );
