import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPartnerStore } from '../adapters/dynamo-partner-store.ts';
import { partnerAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { listPartners } from '../list-partners.ts';
import { registerKey } from '../register-key.ts';
import { revokeKey } from '../revoke-key.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const store = dynamoPartnerStore(documentClient, env.TABLE_NAME);
const partners = partnerAggregate(store, systemClock);
const [register, revoke, list] = [
  registerKey({ partners, now: systemClock }),
  revokeKey({ partners }),
  listPartners({ store }),
];
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

const registering = httpHandler(api.registerKey, async ({ caller, path, body, trace }) => {
  const partner = await register({ ...path, details: body, by: caller.id }, trace);
  logger.info('A key of a partner is registered', { ...path, adminId: caller.id });
  return ok(partner);
});

const revoking = httpHandler(api.revokeKey, async ({ caller, path, trace }) => {
  const partner = await revoke({ ...path, by: caller.id }, trace);
  logger.info('A key of a partner is revoked', { ...path, adminId: caller.id });
  return ok(partner);
});

const listing = httpHandler(api.listPartners, async ({ query }) =>
  ok(await readPage(cursors, 'partners', query, list)),
);

/**
 * Serves all routes of this service. One function is enough, because the routes use the same table and get few
 * requests.
 */
export const handler = handlerByRoute(
  [api.registerKey, registering],
  [api.revokeKey, revoking],
  [api.listPartners, listing],
);
