import * as z from 'zod';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import type { Behaviour } from '../domain/behaviour.ts';
import type { MerchantApi } from '../merchant-api.ts';
import type { setBehaviour } from './set-behaviour.ts';

const BehaviourRequest = z.strictObject({
  delaySeconds: z.int().min(0).max(900).optional(),
  duplicate: z.int().min(0).max(10).optional(),
  lose: z.int().min(0).max(10_000).optional(),
  reorder: z.boolean().optional(),
  forge: z.boolean().optional(),
  refuseRefunds: z.boolean().optional(),
  timeOutAfterActing: z.union([z.boolean(), z.int().min(0).max(10_000)]).optional(),
});

/** Leaves out what was not sent, so that the answer is what was asked for. */
const sent = (body: z.output<typeof BehaviourRequest>): Behaviour =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

/** PUT /gateway/behaviour */
export const createHandler = (merchant: MerchantApi, set: ReturnType<typeof setBehaviour>) =>
  httpHandler({ auth: merchant.authenticate, body: BehaviourRequest }, async ({ body }) =>
    ok(await set(sent(body))),
  );
