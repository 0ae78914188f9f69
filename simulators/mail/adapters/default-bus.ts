import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { awsClient } from '../../../shared/outbound.ts';
import type { SesEvent } from '../publish-feedback.ts';

/**
 * Publishes events on the account's default bus, as SES does.
 * @throws Error if the bus does not accept the event.
 */
export const defaultBus =
  (source: string, client = awsClient(EventBridgeClient)) =>
  async ({ detailType, detail }: SesEvent): Promise<void> => {
    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: [{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
      }),
    );
    const code = Entries?.[0]?.ErrorCode;
    if (code !== undefined) throw new Error(`The default bus did not accept the event: ${code}`);
  };
