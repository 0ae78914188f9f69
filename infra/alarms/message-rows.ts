import { publishers } from '../../shared/events/catalog.ts';
import { inboxes, relayNames } from '../../shared/events/subscriptions.ts';
import type { StageSettings } from '../stage-config.ts';
import { watchdogDelays } from '../watchdog-delays.ts';
import { MINUTE, pages, type AlarmRow, type Series } from './row.ts';

/** The alarms of queues. */
export const queueRows = (settings: StageSettings): readonly AlarmRow[] => {
  const { alarms, paymentProvider, periods } = settings;
  const { firstSeconds, longestSeconds } = watchdogDelays(periods);
  const sqs = (queue: string, metric: string, unit: Series['unit']): Series => ({
    namespace: 'AWS/SQS',
    metric,
    dimensions: { QueueName: `orderly-${settings.name}-${queue}` },
    statistic: 'Maximum',
    unit,
  });
  const deadLettersOf = (queue: string, advice: string): AlarmRow => ({
    name: `${queue}-dlq-not-empty`,
    shows: `The dead-letter queue of ${queue} has a message. ${advice}`,
    reads: sqs(`${queue}-dlq`, 'ApproximateNumberOfMessagesVisible', 'Count'),
    periodSeconds: MINUTE,
    above: 0,
    datapoints: [1, 1],
    source: pages.sqs,
  });
  return [
    ...[...Object.keys(inboxes), ...relayNames].map((queue) =>
      deadLettersOf(queue, 'See GET /ops/dead-letters for the cause, then redrive.'),
    ),
    ...(paymentProvider.kind === 'simulator'
      ? [deadLettersOf('gateway-webhooks', 'The API does not list it: read it in the SQS console.')]
      : []),
    ...Object.keys(inboxes).map((inbox): AlarmRow => ({
      name: `${inbox}-stuck`,
      shows: `The oldest message of ${inbox} waits too long: its function fails, is throttled, or cannot keep up.`,
      reads: sqs(inbox, 'ApproximateAgeOfOldestMessage', 'Seconds'),
      periodSeconds: MINUTE,
      // SQS measures the age of a message from the time when it was sent. So the age of a message in the watchdog's
      // queue includes its delivery delay.
      above:
        alarms.messageAgeSeconds + (inbox === 'orders-watchdog' ? Math.max(firstSeconds, longestSeconds) : 0),
      datapoints: [3, 3],
      source: pages.sqs,
    })),
  ];
};

/** The alarms of relays and of the bus. */
export const relayRows = (settings: StageSettings): readonly AlarmRow[] => [
  ...publishers.map((service): AlarmRow => ({
    name: `${service}-relay-late`,
    shows: `Events of ${service} are not published in time. The stream drops them after 24 hours.`,
    reads: {
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      dimensions: { FunctionName: `orderly-${settings.name}-${service}-relay` },
      statistic: 'Maximum',
      unit: 'Milliseconds',
    },
    periodSeconds: MINUTE,
    above: settings.alarms.iteratorAgeSeconds * 1000,
    datapoints: [3, 3],
    source: pages.lambda,
  })),
  {
    name: 'events-undelivered',
    shows:
      'The bus could not deliver an event to an inbox or a function. The event is in a dead-letter queue, or lost.',
    reads: {
      namespace: 'AWS/Events',
      sumOf: 'FailedInvocations',
      over: ['EventBusName', 'RuleName'],
      where: { dimension: 'EventBusName', is: `orderly-${settings.name}` },
    },
    periodSeconds: 5 * MINUTE,
    above: 0,
    datapoints: [1, 12],
    source: pages.eventBridge,
  },
];
