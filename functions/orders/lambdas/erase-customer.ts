import { optionalText, readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { accepted } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { cognitoAccounts } from '../adapters/cognito-accounts.ts';
import { dynamoErasureStore } from '../adapters/dynamo-erasure-store.ts';
import { erasureAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { erasureIdOf } from '../domain/erasure.ts';
import { requestErasure } from '../request-erasure.ts';

const env = readEnv({ TABLE_NAME: text, ERASURE_COPIES_DAYS: wholeNumber, CUSTOMER_POOL_ID: optionalText });
const erase = requestErasure({
  erasures: erasureAggregate(
    dynamoErasureStore(documentClient, env.TABLE_NAME),
    systemClock,
    env.ERASURE_COPIES_DAYS,
  ),
  accounts: env.CUSTOMER_POOL_ID === undefined ? undefined : cognitoAccounts(env.CUSTOMER_POOL_ID),
  now: systemClock,
  copiesDays: env.ERASURE_COPIES_DAYS,
});

// Both handlers log before they call the use case, because a call that fails may still have started an erasure.
const eraseMe = httpHandler(api.eraseMe, async ({ caller, trace }) => {
  logger.info('The customer requests an erasure', { erasureId: erasureIdOf(caller.id) });
  return accepted(await erase(caller, caller.id, trace));
});
const eraseCustomer = httpHandler(api.eraseCustomer, async ({ caller, path, trace }) => {
  logger.info('An administrator requests an erasure', {
    erasureId: erasureIdOf(path.customerId),
    adminId: caller.id,
  });
  return accepted(await erase(caller, path.customerId, trace));
});

/** Serves both routes, so that only one function needs the permission to delete accounts. */
export const handler = handlerByRoute([api.eraseMe, eraseMe], [api.eraseCustomer, eraseCustomer]);
