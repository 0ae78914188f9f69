import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import {
  packIntentLines,
  unpackIntentLines,
} from '../../../../functions/inventory/adapters/dynamo-batch-store.ts';
import { intentKey, reservationKey, stockKey } from '../../../../functions/inventory/adapters/items.ts';
import { systemBatchIds } from '../../../../functions/inventory/adapters/system.ts';
import { reservedRow } from '../../../../functions/inventory/group-commit/batch-intent.ts';
import { publishReservation } from '../../../../functions/inventory/publications.ts';
import { itemOf } from '../../../../shared/persistence/versioned-items.ts';
import { intent, line } from '../../../support/batches.ts';
import { ASKED_AT } from '../../../support/inventory.ts';

/**
 * A value's size in bytes as DynamoDB counts it (developer guide, "DynamoDB item sizes and formats"):
 * - names and text: their UTF-8 bytes
 * - a number: half a byte for each digit, plus 1 byte
 * - a list or a map: 1 byte for each entry, plus 3 bytes
 */
const sizeOf = (value: unknown): number => {
  const [[type, content] = ['', undefined]] = Object.entries(value as object) as [string, unknown][];
  switch (type) {
    case 'S':
      return Buffer.byteLength(content as string);
    case 'N':
      return Math.ceil(String(content).length / 2) + 1;
    case 'B':
      return (content as Uint8Array).length;
    case 'SS':
      return (content as string[]).reduce((sum, one) => sum + Buffer.byteLength(one), 0);
    case 'L':
      return (content as unknown[]).reduce<number>((sum, one) => sum + 1 + sizeOf(one), 3);
    case 'M':
      return Object.entries(content as object).reduce(
        (sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeOf(one),
        3,
      );
    default:
      return 1;
  }
};
const bytesOf = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(marshall(item)).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value),
    0,
  );

/** Lines as in production: all ids are random, and a line's causation id contains the line's order id. */
const realLines = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const orderId = randomUUID();
    return line({
      orderId,
      quantity: 1 + (n % 5),
      requestedAt: new Date(Date.parse(ASKED_AT) + 7 * n).toISOString(),
      trace: { correlationId: randomUUID(), causationId: `OrderCreated:${orderId}:1` },
    });
  });

const intentBytes = (count: number): number => {
  const { batch, kind, productId, at } = intent([], { batch: systemBatchIds() });
  const lines = packIntentLines(realLines(count));
  return bytesOf({ pk: intentKey(batch), kind, productId, at, lines, expiresAt: 1_775_000_000 });
};

describe('the items of a batch', () => {
  it('keep the stock item within one write unit, with fifty open batches and the longest product id', () => {
    const stock = {
      pk: stockKey('p'.repeat(64)),
      available: 1_000_000,
      received: 1_000_000,
      version: 100_000_000,
      open: new Set(Array.from({ length: 50 }, () => systemBatchIds())),
    };
    expect(stock.open.size).toBe(50);
    expect(bytesOf(stock)).toBeLessThanOrEqual(1024);
  });

  it('are small: an intent of 10 orders is one write unit, of 50 four at most, of 99 seven at most', () => {
    expect(intentBytes(10)).toBeLessThanOrEqual(1024);
    expect(intentBytes(50)).toBeLessThanOrEqual(4 * 1024);
    expect(intentBytes(99)).toBeLessThanOrEqual(7 * 1024);
  });

  it('fit a thousand orders into one intent', () => {
    expect(intentBytes(1000)).toBeLessThan(400 * 1024);
  });

  it('keep a reservation with its event within one write unit', () => {
    const [one] = realLines(1);
    const lot = intent([], { batch: systemBatchIds(), productId: 'p'.repeat(64) });
    const row = reservedRow(lot, one!);
    const outbox = publishReservation([{ type: 'StockReserved' }], { state: row, trace: one!.trace });
    const item = itemOf(reservationKey(row.orderId), 1, row, outbox);
    expect(bytesOf(item)).toBeLessThanOrEqual(1024);
  });
});

describe('packed lines', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const anyLine = fc.record({
    orderId: text,
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    requestedAt: text,
    trace: fc.record({ correlationId: text, causationId: text }),
  });

  it('are the same after unpacking, whatever ids they have', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        expect(unpackIntentLines(packIntentLines(lines))).toEqual(lines);
      }),
    );
  });
});
