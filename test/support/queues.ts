import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
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

/** Waits until all queues are empty, so that everything that was caused has happened. */
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
