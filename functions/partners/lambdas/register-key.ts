import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPartnerStore } from '../adapters/dynamo-partner-store.ts';
import { partnerAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { registerKey } from '../register-key.ts';

const env = readEnv({ TABLE_NAME: text });
const register = registerKey({
  partners: partnerAggregate(dynamoPartnerStore(documentClient, env.TABLE_NAME), systemClock),
});

export const handler = httpHandler(api.registerKey, async ({ caller, path, body, trace }) => {
  const { publicKey: given, ...details } = body;
  // Both alphabets of base64 are decoded, so that one public key has one spelling.
  const publicKey = Buffer.from(typeof given === 'string' ? given : given.x, 'base64').toString('base64url');
  const partner = await register({ ...path, details: { ...details, publicKey }, by: caller.id }, trace);
  logger.info('A key of a partner is registered', { ...path, adminId: caller.id });
  return ok(partner);
});
