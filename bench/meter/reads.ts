import { marshall } from '@aws-sdk/util-dynamodb';
import { itemSize, type Item } from './item-size.ts';
import type { ItemName, Mirror } from './mirror.ts';
import { pageUnits, readUnits, type Consistency } from './request-units.ts';

/** Cost of a read for one item or one page. */
export interface ReadCharge {
  readonly table: string;
  /** Partition key of the item as text. For a page: name of the index, or of the operation if it reads no index. */
  readonly key: string;
  readonly readUnits: number;
  readonly bytes: number;
}

interface GetInput {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly ConsistentRead?: boolean;
}

interface BatchGetInput {
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys?: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
}

interface PageInput extends GetInput {
  readonly IndexName?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly Select?: string;
}

const consistencyOf = (strong: boolean | undefined): Consistency => (strong === true ? 'strong' : 'eventual');

const one = async (mirror: Mirror, name: ItemName, consistency: Consistency): Promise<ReadCharge> => {
  const item = await mirror.imageOf(name);
  const bytes = item === undefined ? 0 : itemSize(item);
  const [value] = Object.values(name.key);
  return {
    table: name.table,
    key: value?.S ?? value?.N ?? '',
    readUnits: readUnits(bytes, consistency),
    bytes,
  };
};

/**
 * Returns the charges of a successful read, or an empty list if the operation reads nothing. Unprocessed keys of
 * BatchGetItem are not charged.
 * @param output the response, in the form that a document client returns
 * @throws Error for a page with a filter or projection, because the sizes of its items are unknown
 */
export const readCharges = async (
  mirror: Mirror,
  operation: string,
  input: object,
  output: object,
): Promise<readonly ReadCharge[]> => {
  switch (operation) {
    case 'GetItem': {
      const { TableName: table = '', Key: key = {}, ConsistentRead } = input as GetInput;
      return [await one(mirror, { table, key }, consistencyOf(ConsistentRead))];
    }
    case 'BatchGetItem': {
      const left = (
        output as { readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys?: unknown[] }>> }
      ).UnprocessedKeys;
      const items = Object.entries((input as BatchGetInput).RequestItems ?? {}).flatMap(
        ([table, { Keys = [], ConsistentRead }]) =>
          Keys.slice(0, Keys.length - (left?.[table]?.Keys?.length ?? 0)).map((key) => ({
            name: { table, key },
            consistency: consistencyOf(ConsistentRead),
          })),
      );
      return Promise.all(items.map(({ name, consistency }) => one(mirror, name, consistency)));
    }
    case 'TransactGetItems': {
      const { TransactItems = [] } = input as {
        readonly TransactItems?: readonly { readonly Get?: GetInput }[];
      };
      return Promise.all(
        TransactItems.map(({ Get: { TableName: table = '', Key: key = {} } = {} }) =>
          one(mirror, { table, key }, 'transactional'),
        ),
      );
    }
    case 'Query':
    case 'Scan': {
      const page = input as PageInput;
      if (page.FilterExpression ?? page.ProjectionExpression ?? page.Select) {
        throw new Error(
          `The meter cannot tell the size of the items that a filtered or projected ${operation} reads`,
        );
      }
      const { Items = [] } = output as { readonly Items?: readonly Readonly<Record<string, unknown>>[] };
      const sizes = Items.map((item) => itemSize(marshall(item, { removeUndefinedValues: true })));
      return [
        {
          table: page.TableName ?? '',
          key: page.IndexName ?? operation,
          readUnits: pageUnits(sizes, consistencyOf(page.ConsistentRead)),
          bytes: sizes.reduce((total, size) => total + size, 0),
        },
      ];
    }
    default:
      return [];
  }
};
