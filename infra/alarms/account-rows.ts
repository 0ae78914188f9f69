import { HOUR, MINUTE, pages, type AlarmRow, type Series } from './row.ts';

const inAccount = (namespace: string, metric: string, unit: Series['unit']): Series => ({
  namespace,
  metric,
  dimensions: {},
  statistic: 'Maximum',
  unit,
});

/** The alarms about resources that all stages of an account and region share. */
export const accountRows: readonly AlarmRow[] = [
  {
    name: 'account-concurrency',
    shows:
      'Functions use more than 80 % of the concurrency of this account and region. At 100 % Lambda throttles them.',
    reads: {
      formula: '100 * claimed / SERVICE_QUOTA(running)',
      of: {
        claimed: inAccount('AWS/Lambda', 'ClaimedAccountConcurrency', 'Count'),
        running: inAccount('AWS/Lambda', 'ConcurrentExecutions', 'Count'),
      },
    },
    periodSeconds: MINUTE,
    above: 80,
    datapoints: [3, 5],
    source: pages.concurrency,
  },
  {
    name: 'recursion-stopped',
    shows:
      'Lambda stopped a function that feeds itself. It dropped the messages, or moved them to a dead-letter queue.',
    reads: { namespace: 'AWS/Lambda', sumOf: 'RecursiveInvocationsDropped', over: ['FunctionName'] },
    periodSeconds: 5 * MINUTE,
    above: 0,
    datapoints: [1, 12],
    source: pages.lambda,
  },
  // SES reviews an account if 5 % of its mails bounce, or if recipients complain about 0.1 % of them (developer guide,
  // "Reputation metrics messages").
  {
    name: 'mail-bounces',
    shows: 'More than 4 % of the mails bounce. At 5 % SES reviews the account, and may stop its mails.',
    reads: inAccount('AWS/SES', 'Reputation.BounceRate', 'Share'),
    periodSeconds: HOUR,
    above: 0.04,
    datapoints: [1, 1],
    source: pages.ses,
  },
  {
    name: 'mail-complaints',
    shows:
      'More than 8 in 10,000 mails are reported as spam. At 10 SES reviews the account, and may stop its mails.',
    reads: inAccount('AWS/SES', 'Reputation.ComplaintRate', 'Share'),
    periodSeconds: HOUR,
    above: 0.0008,
    datapoints: [1, 1],
    source: pages.ses,
  },
];
