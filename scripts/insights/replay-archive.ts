import {
  type EventBridgeClient,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListRulesCommand,
  StartReplayCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../console/problem.ts';

/** How often the state of a replay is read, in milliseconds. */
const LOOK_MS = 10_000;

/**
 * Finds the rules of the bus that send events to the inbox of the insights service, by the descriptions that
 * infra/constructs/subscription-rules.ts gives them.
 */
const rulesOfInsights = (rules: readonly Rule[]): readonly string[] =>
  rules.flatMap(({ Arn, Description }) =>
    Arn !== undefined && Description?.endsWith('that insights needs to insights-inbox') === true ? [Arn] : [],
  );

/**
 * Sends the archived events of a period to the inbox of the insights service, and to no other inbox. Waits until all
 * events are sent.
 * @param client a client for the stage's region
 * @param name the name of the stage's bus and of its archive
 * @returns the time of the last event that was replayed
 * @throws Problem if the stage has no rules of the insights service, or if the replay fails
 * @throws ResourceNotFoundException if the stage has no archive
 */
export const replayArchive = async (
  client: Pick<EventBridgeClient, 'send'>,
  name: string,
  { from, to }: { readonly from: Date; readonly to: Date },
  lookMs: number = LOOK_MS,
): Promise<Date | undefined> => {
  const { ArchiveArn, EventSourceArn } = await client.send(new DescribeArchiveCommand({ ArchiveName: name }));
  const { Rules = [] } = await client.send(new ListRulesCommand({ EventBusName: name }));
  const FilterArns = [...rulesOfInsights(Rules)];
  // If a replay names no rules, EventBridge sends all events to all services.
  if (FilterArns.length === 0) throw new Problem(`The bus ${name} has no rules of insights.`);
  const ReplayName = `insights-${Date.now()}`;
  await client.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: ArchiveArn,
      EventStartTime: from,
      EventEndTime: to,
      Destination: { Arn: EventSourceArn, FilterArns },
    }),
  );
  for (;;) {
    const { State, StateReason, EventLastReplayedTime } = await client.send(
      new DescribeReplayCommand({ ReplayName }),
    );
    if (State === 'COMPLETED') return EventLastReplayedTime;
    if (State === 'FAILED' || State === 'CANCELLED') {
      throw new Problem(`The replay ${ReplayName} is ${State}: ${StateReason ?? 'no reason is given'}.`);
    }
    await wait(lookMs);
  }
};
