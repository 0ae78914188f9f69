import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqs } from './aws.ts';

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
