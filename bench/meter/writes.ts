import type { Charge, Outcome } from './charge.ts';
import { itemSize, type Item } from './item-size.ts';
import type { ItemName, Mirror } from './mirror.ts';
import { indexUnits, transactionalWriteUnits, writeUnits, type MeteredIndex } from './request-units.ts';

/** What the meter needs to know about a table. */
export interface MeteredTable {
  /** Attribute names of the primary key, the partition key first. */
  readonly keys: readonly string[];
  readonly indexes: readonly MeteredIndex[];
}

/** The write of one item in a request. */
export interface Write extends ItemName {
  /** The new item, if the request contains it (a put). Otherwise the kind of write. */
  readonly after: Item | 'deleted' | 'updated' | 'checked';
}

/** The part of a write's input that the meter reads, named as in DynamoDB's API. */
interface WriteInput {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly Key?: Item;
}

interface BatchWriteInput {
  readonly RequestItems?: Readonly<
    Record<string, readonly { readonly PutRequest?: WriteInput; readonly DeleteRequest?: WriteInput }[]>
  >;
}

interface TransactInput {
  readonly TransactItems?: readonly {
    readonly Put?: WriteInput;
    readonly Update?: WriteInput;
    readonly Delete?: WriteInput;
    readonly ConditionCheck?: WriteInput;
  }[];
}

/**
 * Returns what the meter knows about a table.
 * @throws Error for a table that `meterOf` was not told of, because its keys and indexes are unknown
 */
export const tableNamed = (tables: Readonly<Record<string, MeteredTable>>, name: string): MeteredTable => {
  const table = tables[name];
  if (table === undefined)
    throw new Error(`The meter was not told of table ${name}. Add the table to meterOf().`);
  return table;
};

/** Returns the writes of a request in order, or undefined if the operation writes nothing. */
export const writesOf = (
  tables: Readonly<Record<string, MeteredTable>>,
  operation: string,
  input: object,
): readonly Write[] | undefined => {
  const put = ({ TableName: table = '', Item: item = {} }: WriteInput): Write => {
    const { keys } = tableNamed(tables, table);
    const key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name)));
    return { table, key, after: item };
  };
  const other = ({ TableName: table = '', Key: key = {} }: WriteInput, after: Write['after']): Write => ({
    table,
    key,
    after,
  });
  switch (operation) {
    case 'PutItem':
      return [put(input)];
    case 'UpdateItem':
      return [other(input, 'updated')];
    case 'DeleteItem':
      return [other(input, 'deleted')];
    case 'BatchWriteItem':
      return Object.entries((input as BatchWriteInput).RequestItems ?? {}).flatMap(([TableName, requests]) =>
        requests.map(({ PutRequest, DeleteRequest }) =>
          PutRequest === undefined
            ? other({ ...DeleteRequest, TableName }, 'deleted')
            : put({ ...PutRequest, TableName }),
        ),
      );
    case 'TransactWriteItems':
      return ((input as TransactInput).TransactItems ?? []).flatMap(
        ({ Put, Update, Delete, ConditionCheck }) => [
          ...(Put === undefined ? [] : [put(Put)]),
          ...(Update === undefined ? [] : [other(Update, 'updated')]),
          ...(Delete === undefined ? [] : [other(Delete, 'deleted')]),
          ...(ConditionCheck === undefined ? [] : [other(ConditionCheck, 'checked')]),
        ],
      );
    default:
      return undefined;
  }
};

/**
 * Updates the mirror (the meter's copies of items) after a write. Returns the item as the write left it. After an
 * update, reads the item from DynamoDB, because the request does not contain the new item.
 */
const imageAfter = async (
  mirror: Mirror,
  write: Write,
  before: Item | undefined,
): Promise<Item | undefined> => {
  switch (write.after) {
    case 'checked':
      return before;
    case 'deleted':
      mirror.set(write, undefined);
      return undefined;
    case 'updated':
      mirror.forget(write);
      return mirror.imageOf(write);
    default:
      mirror.set(write, write.after);
      return write.after;
  }
};

/** A write and the item before it. */
export interface PendingWrite {
  readonly write: Write;
  readonly before: Item | undefined;
}

const sizeOf = (item: Item | undefined): number | undefined => item && itemSize(item);

/** Returns what a write cost. Call it when the request has ended, because the cost depends on the outcome. */
export const chargeOf = async (
  mirror: Mirror,
  { keys, indexes }: MeteredTable,
  { write, before }: PendingWrite,
  outcome: Outcome,
  request: { readonly request: number; readonly operation: string },
): Promise<Charge> => {
  const [partitionKey = ''] = keys;
  const value = write.key[partitionKey];
  const common = { ...request, table: write.table, key: value?.S ?? value?.N ?? '', outcome, readUnits: 0 };
  if (outcome === 'failed') {
    mirror.forget(write);
    return { ...common, writeUnits: 0, indexUnits: 0, bytes: 0 };
  }
  const transactional = request.operation === 'TransactWriteItems';
  if (outcome === 'refused') {
    const attempted = typeof write.after === 'object' ? write.after : before;
    // Assumption: a cancelled transaction has prepared each item but committed none, so each costs one write, not two.
    return {
      ...common,
      writeUnits: writeUnits(sizeOf(before), sizeOf(attempted)),
      indexUnits: 0,
      bytes: Math.max(sizeOf(before) ?? 0, sizeOf(attempted) ?? 0),
    };
  }
  const after = await imageAfter(mirror, write, before);
  const units = transactional ? transactionalWriteUnits : writeUnits;
  return {
    ...common,
    writeUnits: units(sizeOf(before), sizeOf(after)),
    indexUnits: indexes.reduce((total, index) => total + indexUnits(before, after, index, keys), 0),
    bytes: Math.max(sizeOf(before) ?? 0, sizeOf(after) ?? 0),
  };
};
