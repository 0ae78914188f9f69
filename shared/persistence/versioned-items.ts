import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AggregateStore } from '../kernel/aggregate.ts';
import type { Partner, SigningPartners } from '../kernel/caller.ts';
import type { Outbox } from '../kernel/messages.ts';
import type { ExpiresAt } from '../kernel/clock.ts';
import { conditionHeld } from './document-client.ts';

/** An item as the document client reads and writes it. */
export type Item = Readonly<Record<string, unknown>>;

/** How one kind of state is stored as versioned items of a table. */
export interface ItemKind<State> {
  readonly keyOf: (id: string) => string;
  readonly idOf: (state: State) => string;
  /**
   * Builds the attributes that exist only for an index. These attributes are written with the state, and left out of
   * the state when it is read.
   */
  readonly indexAttributes?: (state: State) => Item;
  /** The names of all attributes that `indexAttributes` may set. */
  readonly indexNames?: readonly string[];
}

/** Builds an item: the state, its version, an outbox if the change publishes events, and an expiry if there is one. */
export const itemOf = (
  pk: string,
  version: number,
  state: object,
  outbox: Outbox | undefined,
  expiresAt?: ExpiresAt,
): Item => ({
  pk,
  version,
  ...state,
  ...(outbox === undefined ? {} : { outbox }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

/** Extracts the state from an item: everything but its key, version, outbox, expiry and index attributes. */
export const stateOf = (item: Item, indexNames: readonly string[] = []): Item => {
  const dropped = ['pk', 'version', 'outbox', 'expiresAt', ...indexNames];
  return Object.fromEntries(Object.entries(item).filter(([name]) => !dropped.includes(name)));
};

/** The store of one kind of state, and a way to read the state from an item. */
export interface VersionedItems<State> extends AggregateStore<State> {
  /** Extracts the state from an item that other code has read. */
  stateOf(item: Item): State;
}

/**
 * Reads and writes versioned items, each with its outbox. An item is always written whole. Updating only some
 * attributes would cost the same, because DynamoDB charges an update by the size of the whole item (developer guide,
 * read/write capacity).
 */
export const versionedItems = <State extends object>(
  client: DynamoDBDocumentClient,
  table: string,
  { keyOf, idOf, indexAttributes = () => ({}), indexNames = [] }: ItemKind<State>,
): VersionedItems<State> => {
  const put = async (
    state: State,
    version: number,
    outbox: Outbox | undefined,
    expiresAt: ExpiresAt | undefined,
    condition: Pick<PutCommand['input'], 'ConditionExpression'> & Partial<PutCommand['input']>,
  ): Promise<boolean> => {
    const item = itemOf(keyOf(idOf(state)), version, state, outbox, expiresAt);
    const Item = { ...item, ...indexAttributes(state) };
    return conditionHeld(client.send(new PutCommand({ TableName: table, Item, ...condition })));
  };

  return {
    load: async (id) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: keyOf(id) }, ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      return { state: stateOf(Item, indexNames) as State, version: Number(Item['version']) };
    },

    insert: async (state, outbox, expiresAt) =>
      (await put(state, 1, outbox, expiresAt, { ConditionExpression: 'attribute_not_exists(pk)' }))
        ? 'inserted'
        : 'exists',

    save: async (state, version, outbox, expiresAt) =>
      (await put(state, version + 1, outbox, expiresAt, {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      }))
        ? 'saved'
        : 'conflict',

    stateOf: (item) => stateOf(item, indexNames) as State,
  };
};

/** The prefixes of `pk` in the partners table. IAM permissions contain the first two. */
export const partnerKeys = { partner: 'partner#', nonce: 'nonce#', publicKey: 'public-key#' } as const;

/** Reads partners, and records the nonces of their requests, in the table of the partners service. */
export const signingPartners = (client: DynamoDBDocumentClient, table: string): SigningPartners => ({
  load: versionedItems<Partner>(client, table, {
    keyOf: (id) => `${partnerKeys.partner}${id}`,
    idOf: ({ partnerId }) => partnerId,
  }).load,
  useNonce: async (nonce, expiresAt) => {
    // If the response is lost, the SDK sends the write again, with the same `attempt`. The condition then holds for the
    // nonce that the first write recorded, so it is not taken for a nonce that was used before.
    const attempt = crypto.randomUUID();
    const write = new PutCommand({
      TableName: table,
      Item: { pk: `${partnerKeys.nonce}${nonce}`, attempt, expiresAt },
      ConditionExpression: 'attribute_not_exists(pk) OR attempt = :attempt',
      ExpressionAttributeValues: { ':attempt': attempt },
    });
    return conditionHeld(client.send(write));
  },
});
