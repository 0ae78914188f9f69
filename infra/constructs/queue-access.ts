import { Stack } from 'aws-cdk-lib';
import { allSources } from '../../shared/events/catalog.ts';
import { inboxes, relayNames } from '../../shared/events/subscriptions.ts';
import type { QueueAccess } from './function-options.ts';
import type { Platform } from './platform.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * Gives a function of the ops service access to the stage's queues. The ARNs are built from the names of the queues,
 * not from references. This keeps the policies and environments of the functions small.
 */
export const allowQueues = (
  target: ServiceFunction,
  access: QueueAccess,
  { settings, bus }: Pick<Platform, 'settings' | 'bus'>,
): void => {
  const stack = Stack.of(target);
  const prefix = `orderly-${settings.name}-`;
  const arnOf = (name: string): string => stack.formatArn({ service: 'sqs', resource: `${prefix}${name}` });
  const queues = Object.keys(inboxes).map(arnOf);
  const deadLetters = [...Object.keys(inboxes), ...relayNames].map((name) => arnOf(`${name}-dlq`));
  const { region, urlSuffix, account } = stack;
  target.addEnvironment('QUEUE_URL_PREFIX', `https://sqs.${region}.${urlSuffix}/${account}/${prefix}`);
  if (access === 'count') {
    target.allow(['sqs:GetQueueAttributes'], [...queues, ...deadLetters]);
    return;
  }
  target.allow(['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'], deadLetters);
  target.allowOnEmulator('changeVisibilityOfBatch', deadLetters);
  if (access === 'look') return;
  target.allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes'], deadLetters);
  target.allow(['sqs:SendMessage'], queues);
  target.addEnvironment('EVENT_BUS_NAME', bus.eventBusName);
  target.allowEvents(bus.eventBusArn, allSources());
};
