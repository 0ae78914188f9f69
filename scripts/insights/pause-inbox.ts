import {
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ResourceNotFoundException,
  UpdateEventSourceMappingCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../console/problem.ts';
import { eventually } from '../tour/eventually.ts';

/** An inbox whose function gets no messages. The messages wait in the inbox's queue, for 14 days at most. */
export interface PausedInbox {
  readonly resume: () => Promise<void>;
}

/**
 * The longest time that an invocation can last after its inbox was paused, in milliseconds. It is longer than the
 * function's timeout, which is at most 20 seconds.
 */
const LAST_RUN_MS = 25_000;

/**
 * Stops the function of an inbox from getting messages, and waits until no earlier invocation of the function can still
 * write to the table.
 * @throws Problem if the function's event source mapping is not found
 * @throws Error if the mapping is not disabled within three minutes
 */
export const pauseInbox = async (
  lambda: LambdaClient,
  functionName: string,
  lastRunMs: number = LAST_RUN_MS,
): Promise<PausedInbox> => {
  const listed = await lambda
    .send(new ListEventSourceMappingsCommand({ FunctionName: functionName }))
    .catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      return { EventSourceMappings: [] };
    });
  const UUID = listed.EventSourceMappings?.[0]?.UUID;
  if (UUID === undefined) {
    throw new Problem(`The stage has no function ${functionName}: its setting "insights" is false.`);
  }
  const set = async (Enabled: boolean): Promise<void> => {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    const wanted = Enabled ? 'Enabled' : 'Disabled';
    await eventually(
      async () => {
        const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
        if (State !== wanted) throw new Error(`It is ${State}`);
      },
      { timeoutMs: 180_000, describe: `the inbox being ${wanted}` },
    );
  };
  try {
    await set(false);
  } catch (error) {
    // The inbox may be paused all the same, and nothing else would end the pause.
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true })).catch(() => undefined);
    throw error;
  }
  await wait(lastRunMs);
  return { resume: () => set(true) };
};
