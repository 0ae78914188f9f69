import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll, KEYS_PER_BATCH } from '../../../shared/persistence/document-client.ts';
import type { OrderRow } from '../domain/order-row.ts';
import { keyOf, lanes, rowIn } from './row-items.ts';
import { fits, MAX_ROWS_READ, sortKeyOf, type RowFilter, type RowStore } from '../domain/row-store.ts';

/**
 * Chooses the index for a filter. `values` names the partitions of this index that may contain orders which the filter
 * selects.
 */
const partitionsOf = ({ customerId, correlationId }: RowFilter) => {
  if (correlationId !== undefined) {
    return { index: 'byCorrelation', name: 'correlationId', values: [correlationId] };
  }
  if (customerId !== undefined) return { index: 'byCustomer', name: 'customerId', values: [customerId] };
  return { index: 'byLane', name: 'lane', values: lanes };
};

/** Lists rows by an index, newest first. */
export const rowLists = (client: DynamoDBDocumentClient, table: string): Pick<RowStore, 'list'> => {
  /**
   * Reads the newest sort keys in the filter's partitions, on the filter's day. `after` is the last sort key of the
   * previous page. If `after` is set, only smaller sort keys are returned.
   */
  const keysOf = async (
    filter: RowFilter,
    after: string | undefined,
    limit: number,
  ): Promise<readonly string[]> => {
    const { index, name, values } = partitionsOf(filter);
    const day = filter.day ?? '';
    const perPartition = await Promise.all(
      values.map(async (value) => {
        const { Items = [] } = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: index,
            KeyConditionExpression: '#partition = :partition AND sortKey BETWEEN :from AND :to',
            ExpressionAttributeNames: { '#partition': name },
            // `!` sorts before every character of a sort key, and `~` sorts after every such character.
            ExpressionAttributeValues: { ':partition': value, ':from': `${day}!`, ':to': after ?? `${day}~` },
            ScanIndexForward: false,
            // `BETWEEN` also returns `after` itself, which the code below drops. So the query asks for one key more.
            Limit: limit + 1,
          }),
        );
        return Items.map((item) => String(item['sortKey']));
      }),
    );
    return [...new Set(perPartition.flat())]
      .filter((key) => key !== after)
      .sort()
      .toReversed()
      .slice(0, limit);
  };

  const rowsOf = async (keys: readonly string[]): Promise<readonly OrderRow[]> => {
    const pks = keys.map((key) => keyOf(key.slice(key.indexOf('#') + 1)));
    const found = await batchGetAll(client, table, pks);
    return pks.flatMap((pk) => {
      const item = found.get(pk);
      return item === undefined ? [] : [rowIn(item).state];
    });
  };

  return {
    list: async ({ limit, after, ...filter }) => {
      const found: OrderRow[] = [];
      let looked = 0;
      let position = after;
      let hasMore = true;
      while (hasMore && found.length <= limit && looked < MAX_ROWS_READ) {
        // The first read asks for one row more than the page needs, to find out whether another page follows. Each
        // further read asks for as many rows as possible.
        const size = Math.min(
          looked === 0 ? limit + 1 : KEYS_PER_BATCH,
          KEYS_PER_BATCH,
          MAX_ROWS_READ - looked,
        );
        const keys = await keysOf(filter, position, size + 1);
        const batch = keys.slice(0, size);
        found.push(...(await rowsOf(batch)).filter((row) => fits(row, filter)));
        looked += batch.length;
        position = batch.at(-1) ?? position;
        hasMore = keys.length > size;
      }
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next =
        found.length > limit && last !== undefined ? sortKeyOf(last) : hasMore ? position : undefined;
      return { items, ...(next === undefined ? {} : { next }) };
    },
  };
};
