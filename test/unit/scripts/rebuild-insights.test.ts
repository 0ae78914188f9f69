import {
  DescribeReplayCommand,
  StartReplayCommand,
  type EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import {
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ResourceNotFoundException,
  UpdateEventSourceMappingCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { pauseInbox } from '../../../scripts/insights/pause-inbox.ts';
import { replayArchive } from '../../../scripts/insights/replay-archive.ts';
import { replayLog } from '../../../scripts/insights/replay-log.ts';
import type { OrderEvent } from '../../../functions/insights/domain/fold.ts';
import { busMessage } from '../../support/bus-messages.ts';
import { history } from '../../support/insights.ts';
import { memoryRowStore } from '../../support/memory/insights-row-store.ts';

const lineOf = ({ id, type, at, correlationId, causationId, data }: OrderEvent): string =>
  JSON.stringify({ id, type, version: 1, time: at, correlationId, causationId, data });

const rebuilt = async (lines: readonly string[], rows = memoryRowStore()) => {
  const result = await replayLog(lines, { rows, pause: async () => undefined, keepDays: 1 });
  return { rows, result };
};

describe('a rebuild from a log', () => {
  it('gives the same rows and figures again, in whatever order the lines are', async () => {
    const lines = history.map(lineOf);
    const { rows, result } = await rebuilt(lines);
    const other = (await rebuilt(lines.toReversed())).rows;
    const statesOf = ({ rows: all }: typeof rows) => [...all].map(([id, { state }]) => [id, state]);
    expect(result).toEqual({ recorded: history.length, skipped: 0, failed: [] });
    expect(statesOf(other)).toEqual(statesOf(rows));
    expect(other.days).toEqual(rows.days);
  });

  it('changes nothing if the events are there already', async () => {
    const { rows } = await rebuilt(history.map(lineOf));
    const before = structuredClone([...rows.rows, ...rows.days]);
    await rebuilt(history.map(lineOf), rows);
    expect([...rows.rows, ...rows.days]).toEqual(before);
  });

  it('reads events as the bus delivers them, skips those of others, and names the lines that are wrong', async () => {
    const delivered = JSON.stringify({
      'detail-type': 'OrderCreated',
      detail: JSON.parse(lineOf(history[0]!)),
    });
    const low = JSON.stringify(busMessage('StockLow', { productId: 'bun', available: 1, threshold: 5 }));
    const { result } = await rebuilt([delivered, '', low, 'not JSON']);
    expect(result).toMatchObject({
      recorded: 1,
      skipped: 1,
      failed: [expect.stringMatching(/^line 4: message/)],
    });
  });
});

describe('a rebuild from the archive', () => {
  const period = { from: new Date('2026-03-01'), to: new Date('2026-03-02') };
  const rule = (service: string, inbox: string) => ({
    Arn: `arn:${inbox}`,
    Description: `Sends the events of orders that ${service} needs to ${inbox}`,
  });
  /** A bus with these rules. Its replay has these states, one after another. */
  const bus = (Rules: readonly object[], states: readonly string[]) => {
    const started: StartReplayCommand['input'][] = [];
    const left = [...states];
    const send = async (command: unknown) => {
      if (command instanceof StartReplayCommand) started.push(command.input);
      if (command instanceof DescribeReplayCommand) return { State: left.shift() };
      return { Rules, ArchiveArn: 'arn:archive', EventSourceArn: 'arn:bus' };
    };
    return { started, client: { send } as unknown as EventBridgeClient };
  };

  it('goes to the rules of insights alone, and waits for its end', async () => {
    const rules = [rule('orders', 'orders-inbox'), rule('insights', 'insights-inbox')];
    const { client, started } = bus(rules, ['STARTING', 'RUNNING', 'COMPLETED']);
    await replayArchive(client, 'orderly-sandbox', period, 0);
    expect(started).toEqual([
      expect.objectContaining({
        EventSourceArn: 'arn:archive',
        EventStartTime: period.from,
        EventEndTime: period.to,
        Destination: { Arn: 'arn:bus', FilterArns: ['arn:insights-inbox'] },
      }),
    ]);
  });

  it('does not start without rules, because all services would get all events', async () => {
    const { client, started } = bus([rule('orders', 'orders-inbox')], []);
    await expect(replayArchive(client, 'orderly-sandbox', period, 0)).rejects.toThrow('no rules of insights');
    expect(started).toEqual([]);
  });

  it('says that it failed', async () => {
    const { client } = bus([rule('insights', 'insights-inbox')], ['FAILED']);
    await expect(replayArchive(client, 'orderly-sandbox', period, 0)).rejects.toThrow('is FAILED');
  });
});

describe('the pause of the inbox before a rebuild', () => {
  /** A fake client of Lambda. `listed` answers the request for the event source mappings of the inbox's function. */
  const lambda = (listed: () => object) => {
    let enabled = true;
    const changes: boolean[] = [];
    const send = async (command: unknown) => {
      if (command instanceof ListEventSourceMappingsCommand) return listed();
      if (command instanceof UpdateEventSourceMappingCommand) {
        enabled = command.input.Enabled === true;
        changes.push(enabled);
      }
      if (command instanceof GetEventSourceMappingCommand) {
        return { State: enabled ? 'Enabled' : 'Disabled' };
      }
      return {};
    };
    return { changes, client: { send } as unknown as LambdaClient };
  };
  const throwing = (error: Error) => () => {
    throw error;
  };
  const noFunction = new ResourceNotFoundException({ $metadata: {}, message: 'Function not found' });

  it('stops the messages until it ends', async () => {
    const { client, changes } = lambda(() => ({ EventSourceMappings: [{ UUID: 'inbox' }] }));
    const paused = await pauseInbox(client, 'insights-inbox', 0);
    expect(changes).toEqual([false]);
    await paused.resume();
    expect(changes).toEqual([false, true]);
  });

  it('does not leave the inbox paused if the response to the pause is lost', async () => {
    const { client, changes } = lambda(() => ({ EventSourceMappings: [{ UUID: 'inbox' }] }));
    const lossy = {
      send: async (command: never) => {
        const answer: unknown = await client.send(command);
        if (changes.length === 1) throw new Error('No answer');
        return answer;
      },
    } as unknown as LambdaClient;
    await expect(pauseInbox(lossy, 'insights-inbox', 0)).rejects.toThrow('No answer');
    expect(changes).toEqual([false, true]);
  });

  it.each([
    ['the function does not exist', throwing(noFunction)],
    ['nothing invokes the function', () => ({ EventSourceMappings: [] })],
  ])('names the setting if %s', async (_why, listed) => {
    await expect(pauseInbox(lambda(listed).client, 'insights-inbox', 0)).rejects.toThrow(
      'its setting "insights" is false',
    );
  });

  it('does not name the setting if Lambda refuses the request', async () => {
    const denied = new Error('not authorized to perform: lambda:ListEventSourceMappings');
    await expect(pauseInbox(lambda(throwing(denied)).client, 'insights-inbox', 0)).rejects.toBe(denied);
  });
});
