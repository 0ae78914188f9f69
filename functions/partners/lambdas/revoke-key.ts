import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPartnerStore } from '../adapters/dynamo-partner-store.ts';
import { partnerAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { revokeKey } from '../revoke-key.ts';

const env = readEnv({ TABLE_NAME: text });
const revoke = revokeKey({
  partners: partnerAggregate(dynamoPartnerStore(documentClient, env.TABLE_NAME), systemClock),
});

export const handler = httpHandler(api.revokeKey, async ({ caller, path, trace }) => {
  const partner = await revoke({ ...path, by: caller.id }, trace);
  logger.info('A key of a partner is revoked', { ...path, adminId: caller.id });
  return ok(partner);
});
