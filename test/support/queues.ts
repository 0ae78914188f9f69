import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqs } from './aws.ts';
import { eventually, PATIENCE_MS } from './eventually.ts';
import { deployedStack } from './stack.ts';

/** The number of messages in a queue: those that wait, those that a function is handling, and the delayed ones. */
export const messagesIn = async (QueueUrl: string | undefined): Promise<number> => {
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0) +
    Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0)
  );
};

/** Waits until all queues are empty, so that all effects of earlier messages have happened. */
export const reachQuiet = (timeoutMs = PATIENCE_MS): Promise<void> =>
  eventually(
    async () => {
      const names = Object.keys(deployedStack().queues).filter((name) => !name.endsWith('Dlq'));
      for (const name of names) {
        const left = await messagesIn(deployedStack().queues[name]);
        if (left > 0) throw new Error(`${name} has ${left} messages`);
      }
    },
    { timeoutMs, describe: 'the queues to be empty' },
  );

/**
 * Sets how often a queue delivers a message before SQS moves it to the dead-letter queue.
 * @returns a function that restores the earlier number
 */
export const setMaxReceives = async (
  QueueUrl: string | undefined,
  maxReceiveCount: number,
): Promise<() => Promise<void>> => {
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const before = Attributes.RedrivePolicy ?? '{}';
  const set = async (RedrivePolicy: string): Promise<void> => {
    await sqs().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  };
  await set(JSON.stringify({ ...(JSON.parse(before) as object), maxReceiveCount }));
  return () => set(before);
};
