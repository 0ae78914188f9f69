import type { BundledFiles } from './bundle.ts';
import type { InboxName } from '../../shared/events/subscriptions.ts';

/**
 * The DynamoDB actions that a function may be given. A transaction has no action of its own. It needs the actions of
 * its parts, for example `PutItem` for a put.
 */
export type TableAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'Query'
  | 'Scan'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'DescribeTable';

/** What a function may do with queues: `count` messages, `look` at dead letters, or `redrive` them. */
export type QueueAccess = 'count' | 'look' | 'redrive';

/** What a function of a service needs beyond the defaults. */
export interface FunctionOptions {
  /** The actions that the function may take on its service's table. `Query` is for the indexes. */
  readonly table?: readonly TableAction[];
  /** Whether the function signs the cursors of lists, or hashes verification codes. Sets `CURSOR_SECRET_ARN`. */
  readonly cursors?: boolean;
  /**
   * Whether the function calls the payment provider. Sets `PAYMENT_PROVIDER`, `…_SECRET_ARN` and, if the provider is
   * simulated, `…_URL`.
   */
  readonly paymentProvider?: boolean;
  /**
   * Inboxes that the function sends to directly. Sets e.g. `ORDERS_WATCHDOG_URL`. Declare these inboxes before the
   * function, or together with it in one call of `inbox`.
   */
  readonly sendsTo?: readonly InboxName[];
  /** Access to the queues of all services. Sets `QUEUE_URL_PREFIX`. Only for the ops service. */
  readonly queues?: QueueAccess;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  /** Files that the function reads at run time. */
  readonly files?: BundledFiles;
  readonly memoryMiB?: number;
  /** Concurrency that is reserved for the function. */
  readonly reservedConcurrency?: number | undefined;
}

export interface ScheduleOptions extends FunctionOptions {
  readonly everyHours: number;
}

export interface ProbeOptions extends FunctionOptions {
  readonly everyMinutes: number;
}
