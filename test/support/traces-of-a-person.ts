import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { documents, sqs } from './aws.ts';
import { functionLogs } from './logs.ts';
import { deployedStack } from './stack.ts';

const itemsWith = async (service: string, texts: readonly string[]): Promise<readonly string[]> => {
  const { client, table } = documents(service);
  const found: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const item of Items) {
      const text = JSON.stringify(item);
      if (texts.some((one) => text.includes(one))) found.push(`${service}: ${String(item['pk'])} ${text}`);
    }
  }
  return found;
};

const deadLettersWith = async (
  [name, QueueUrl]: readonly [string, string],
  texts: readonly string[],
): Promise<readonly string[]> => {
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  const { Messages = [] } = await sqs().send(receive);
  return Messages.filter(({ Body = '' }) => texts.some((one) => Body.includes(one))).map(
    ({ Body = '' }) => `${name}: ${Body}`,
  );
};

/**
 * Looks for some texts in all items of all tables, in the logs of all functions, and in the dead-letter queues.
 * @param since the logs are read from this time on, in milliseconds since 1970
 * @returns the place and the content of each item, log line or message that contains one of the texts
 */
export const tracesOf = async (texts: readonly string[], since: number): Promise<readonly string[]> => {
  const { tables, queues, endpoint = '' } = deployedStack();
  const items = await Promise.all(Object.keys(tables).map((service) => itemsWith(service, texts)));
  const letters = await Promise.all(
    Object.entries(queues)
      .filter(([name]) => name.toLowerCase().endsWith('dlq'))
      .map((queue) => deadLettersWith(queue, texts)),
  );
  const lines = (await functionLogs(endpoint, { since }))
    .filter(({ message }) => texts.some((one) => message.includes(one)))
    .map(({ logGroup, message }) => `${logGroup}: ${message}`);
  return [...items.flat(), ...letters.flat(), ...lines];
};
