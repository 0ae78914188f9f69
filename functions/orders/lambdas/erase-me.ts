import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { accepted } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoErasureStore } from '../adapters/dynamo-erasure-store.ts';
import { erasureAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { erasureIdOf } from '../domain/erasure.ts';
import { requestErasure } from '../request-erasure.ts';

const env = readEnv({ TABLE_NAME: text, ERASURE_COPIES_DAYS: wholeNumber });
const erase = requestErasure({
  erasures: erasureAggregate(
    dynamoErasureStore(documentClient, env.TABLE_NAME),
    systemClock,
    env.ERASURE_COPIES_DAYS,
  ),
  now: systemClock,
  copiesDays: env.ERASURE_COPIES_DAYS,
});

export const handler = httpHandler(api.eraseMe, async ({ caller, trace }) => {
  const erasure = await erase(caller, caller.id, trace);
  logger.info('The customer requested an erasure', { erasureId: erasureIdOf(caller.id) });
  return accepted(erasure);
});
