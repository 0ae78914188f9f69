/**
 * An event as it waits in an item's outbox: complete, with the id it will always bear. `shared/events` calls it an
 * envelope; stores and rules need not look inside.
 */
export interface OutboxMessage {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}
