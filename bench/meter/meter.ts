import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Charge, Outcome } from './charge.ts';
import type { Item } from './item-size.ts';
import { mirrorOf, type Probe } from './mirror.ts';
import { readCharges } from './reads.ts';
import { chargeOf, tableNamed, writesOf, type MeteredTable, type PendingWrite } from './writes.ts';

/** Counts requests and request units. */
export interface Meter {
  /** All charges so far, in the order in which requests ended. */
  readonly charges: readonly Charge[];
  /**
   * Runs one request and records its cost.
   * @param operation the operation's name in DynamoDB's API, for example `PutItem`
   * @param written called for each item that the request put or updated, with the item as it is now
   */
  around<Answer>(
    operation: string,
    input: object,
    send: () => Promise<Answer>,
    written?: (table: string, item: Item) => void,
  ): Promise<Answer>;
  /**
   * Meters all further requests of a client. Each attempt is metered separately, as DynamoDB charges it. If a document
   * client wraps the client, the requests of the document client are metered too, because both share the middleware.
   */
  attach(client: Pick<DynamoDBClient, 'middlewareStack'>): void;
}

/** Errors after which DynamoDB has written nothing, but charges for the request. */
const refusals: ReadonlySet<string> = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionConflictException',
]);

const outcomeOf = (error: unknown): Outcome =>
  error instanceof Error && refusals.has(error.name) ? 'refused' : 'failed';

/** Returns a probe for `meterOf`. The probe reads items with a client that is not metered. */
export const probeOf =
  (client: DynamoDBClient): Probe =>
  async (TableName, Key) =>
    (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;

/**
 * Meters requests to DynamoDB by AWS's published rules. The meter ignores the capacity that responses report, because
 * emulators report none, or wrong values for transactions.
 * @param tables keys and indexes of every table that is used
 * @param probe reads items without metering; see `mirrorOf`
 */
export const meterOf = (tables: Readonly<Record<string, MeteredTable>>, probe: Probe): Meter => {
  const charges: Charge[] = [];
  const mirror = mirrorOf(probe);
  let requests = 0;

  const around: Meter['around'] = async (operation, input, send, written) => {
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
        for (const { write } of pending) {
          const item = write.after === 'checked' ? undefined : await mirror.imageOf(write);
          if (item !== undefined) written?.(write.table, item);
        }
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
          if (answer === undefined) throw new Error(`${operation} ended without an answer`);
          return answer;
        },
        // Runs after the retry middleware, to meter each attempt. Runs before signing, because a signature could expire
        // while the request waits for its turn.
        { step: 'finalizeRequest', priority: 'high', name: 'capacityMeter', override: true },
      );
    },
  };
};
