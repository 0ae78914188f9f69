import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { insightsWorkers } from '../../infra/insights-workers.ts';
import type { StageSettings } from '../../infra/stage-config.ts';
import { inboxes, relayNames } from '../../shared/events/subscriptions.ts';
import { Problem } from '../console/problem.ts';

/** The lowest value that a queue's maximum concurrency can have (Lambda guide, "Configuring maximum concurrency"). */
const LEAST_CONCURRENCY = 2;
/** The share of the account's concurrency for functions that process messages. The rest is for callers of the API. */
const SHARE_OF_MESSAGES = 0.8;
/**
 * Lambda refuses a reservation that leaves less concurrency than this to all other functions ("Reserved concurrency").
 */
const LEAST_UNRESERVED = 100;
const QUOTA = 'Service Quotas → AWS Lambda → Concurrent executions (L-B99A9384)';

type Limited = Pick<StageSettings, 'insights' | 'messaging' | 'webhookConcurrency'>;

/** How many executions inboxes and relays may use, if each inbox except that of insights may use `maxConcurrency`. */
const messagesOf = (maxConcurrency: number, { insights, messaging }: Limited): number => {
  const { 'insights-inbox': _insights, ...others } = inboxes;
  return (
    Object.keys(others).length * maxConcurrency +
    (insights ? insightsWorkers(maxConcurrency) : 0) +
    relayNames.length * messaging.relayParallelization
  );
};

/** Why Lambda would refuse the stage's reserved concurrency, and what to do; `undefined` if Lambda would accept it. */
const reservationProblem = (
  quota: number,
  { webhookConcurrency = 0 }: Limited,
  settingsFile: string,
): string | undefined =>
  webhookConcurrency === 0 || quota - webhookConcurrency >= LEAST_UNRESERVED
    ? undefined
    : `The account allows ${quota} concurrent executions of Lambda functions, and ${LEAST_UNRESERVED} of them cannot be ` +
      `reserved. Remove "webhookConcurrency" from the settings of the stage (${settingsFile}), or ask AWS for at least ` +
      `${LEAST_UNRESERVED + webhookConcurrency}: ${QUOTA}.`;

/** Why messages leave too little concurrency for callers of the API, and what to do; `undefined` if all fits. */
const shareProblem = (quota: number, settings: Limited, settingsFile: string): string | undefined => {
  const { messaging, webhookConcurrency = 0 } = settings;
  const { maxConcurrency = 1_000 } = messaging;
  const available = Math.floor((quota - webhookConcurrency) * SHARE_OF_MESSAGES);
  const wanted = messagesOf(maxConcurrency, settings);
  if (wanted <= available) return undefined;
  const enough = Math.ceil(wanted / SHARE_OF_MESSAGES) + webhookConcurrency;
  let fitting = maxConcurrency;
  while (fitting > 0 && messagesOf(fitting, settings) > available) fitting -= 1;
  const remedy =
    fitting >= LEAST_CONCURRENCY
      ? `Set "maxConcurrency" in the settings of the stage (${settingsFile}) to ${fitting} or less, or ask AWS for ${enough}`
      : `Ask AWS for at least ${enough}, because callers of the API would be turned away`;
  return (
    `The account allows ${quota} concurrent executions of Lambda functions in this region. Queues and relays of the ` +
    `stage may use ${wanted}, and ${Math.round(SHARE_OF_MESSAGES * 100)} % of the quota is ${available}. ${remedy}: ${QUOTA}.`
  );
};

/**
 * Compares the concurrent executions that a stage may use with the number that its account allows in the region.
 *
 * @param quota the account's limit; usually 1,000, but 10 in a new account
 * @param settingsFile the path of the settings, for the messages
 * @returns a warning about a sandbox that works, but slowly; `undefined` if everything fits
 * @throws Problem if Lambda would refuse the stage's settings, or if a production stage would be slow
 */
export const concurrencyWarning = (
  quota: number,
  settings: Limited & Pick<StageSettings, 'stage'>,
  settingsFile: string,
): string | undefined => {
  const refused = reservationProblem(quota, settings, settingsFile);
  if (refused !== undefined) throw new Problem(refused);
  const slow = shareProblem(quota, settings, settingsFile);
  if (slow !== undefined && settings.stage === 'production') throw new Problem(slow);
  return slow;
};

/** The concurrent executions that the account allows in a region (GetAccountSettings, Lambda API reference). */
export const concurrencyQuota = async (region: string): Promise<number> => {
  const client = new LambdaClient({ region });
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    return AccountLimit?.ConcurrentExecutions ?? 0;
  } finally {
    client.destroy();
  }
};
