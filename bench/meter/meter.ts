import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Charge, Outcome } from './charge.ts';
import { mirrorOf, type Probe } from './mirror.ts';
import { readCharges } from './reads.ts';
import { chargeOf, tableNamed, writesOf, type MeteredTable, type PendingWrite } from './writes.ts';

/** Counts requests and request units. */
export interface Meter {
  /** All that was charged so far, in the order in which requests ended. */
  readonly charges: readonly Charge[];
  /** Runs one request and notes what it costs. `operation` is the API's name of it, e.g. `PutItem`. */
  around<Answer>(operation: string, input: object, send: () => Promise<Answer>): Promise<Answer>;
  /**
   * Meters whatever a document client sends from now on, each attempt by itself, as DynamoDB charges it. The document
   * client shares the middleware of the client that it was made from.
   */
  attach(client: Pick<DynamoDBClient, 'middlewareStack'>): void;
}

/** Errors by which DynamoDB says that it did not write, and charges for finding out. */
const refusals: ReadonlySet<string> = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionConflictException',
]);

const outcomeOf = (error: unknown): Outcome =>
  error instanceof Error && refusals.has(error.name) ? 'refused' : 'failed';

/** Reads items through a client that is not metered, for `meterOf`. */
export const probeOf =
  (client: DynamoDBClient): Probe =>
  async (TableName, Key) =>
    (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;

/**
 * A meter of requests to DynamoDB: what each costs by the published rules, whatever the engine behind says or leaves out.
 * Emulators report no capacity, or a wrong one for transactions.
 * @param tables what the meter has to know about every table that is used.
 * @param probe reads items unmetered; see `mirrorOf` for when.
 */
export const meterOf = (tables: Readonly<Record<string, MeteredTable>>, probe: Probe): Meter => {
  const charges: Charge[] = [];
  const mirror = mirrorOf(probe);
  let requests = 0;

  const around: Meter['around'] = async (operation, input, send) => {
    requests += 1;
    const request = { request: requests, operation };
    const writes = writesOf(tables, operation, input);
    if (writes === undefined) {
      const answer = await send();
      const read = await readCharges(mirror, operation, input, answer as object);
      for (const charge of read) {
        charges.push({ ...request, ...charge, outcome: 'done', writeUnits: 0, indexUnits: 0 });
      }
      return answer;
    }

    return mirror.inTurn(writes, async () => {
      const pending: PendingWrite[] = await Promise.all(
        writes.map(async (write) => ({ write, before: await mirror.imageOf(write) })),
      );
      const note = async (outcome: Outcome): Promise<void> => {
        const noted = pending.map((one) =>
          chargeOf(mirror, tableNamed(tables, one.write.table), one, outcome, request),
        );
        charges.push(...(await Promise.all(noted)));
      };
      try {
        const answer = await send();
        await note('done');
        return answer;
      } catch (error) {
        await note(outcomeOf(error));
        throw error;
      }
    });
  };

  return {
    charges,
    around,
    attach: ({ middlewareStack }) => {
      middlewareStack.add(
        (next, context) => async (args) => {
          const operation = (context.commandName ?? '').replace(/Command$/, '');
          let answer: Awaited<ReturnType<typeof next>> | undefined;
          await around(operation, args.input, async () => {
            answer = await next(args);
            return answer.output;
          });
          if (answer === undefined) throw new Error('A request ended without an answer');
          return answer;
        },
        // Behind the retries, so that each attempt is metered; before the signature, which must be fresh when it is sent.
        { step: 'finalizeRequest', priority: 'high', name: 'capacityMeter', override: true },
      );
    },
  };
};
