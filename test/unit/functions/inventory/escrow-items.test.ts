import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { packLines, unpackLines } from '../../../../functions/inventory/adapters/packed-lines.ts';
import { systemBatchIds } from '../../../../functions/inventory/adapters/system-batch-ids.ts';
import { reservedRow } from '../../../../functions/inventory/domain/escrow/manifest.ts';
import { reservationEnvelopes } from '../../../../functions/inventory/outbox.ts';
import { line, manifest } from '../../../support/escrow.ts';
import { ASKED_AT } from '../../../support/inventory.ts';

/**
 * An item's size as DynamoDB counts it (developer guide, "DynamoDB item sizes and formats"): names and text in UTF-8, a
 * number by its digits, 3 bytes for a list or a map and 1 for each entry of it.
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

/** Lines as they come in: ids have nothing in common, and every event names its order. */
const realLines = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const orderId = randomUUID();
    return line({
      orderId,
      quantity: 1 + (n % 5),
      requestedAt: new Date(Date.parse(ASKED_AT) + 7 * n).toISOString(),
      cause: { correlationId: randomUUID(), causationId: `OrderCreated:${orderId}:1` },
    });
  });

const manifestBytes = (count: number): number => {
  const { batch, kind, productId, at } = manifest([], { batch: systemBatchIds() });
  const lines = packLines(realLines(count));
  return bytesOf({ pk: `manifest#${batch}`, kind, productId, at, lines, expiresAt: 1_775_000_000 });
};

describe('the items of a batch', () => {
  it('leave the stock item within one write unit, with fifty of them open and the longest product id', () => {
    const stock = {
      pk: `stock#${'p'.repeat(64)}`,
      available: 1_000_000,
      received: 1_000_000,
      version: 100_000_000,
      open: new Set(Array.from({ length: 50 }, () => systemBatchIds())),
    };
    expect(stock.open.size).toBe(50);
    expect(bytesOf(stock)).toBeLessThanOrEqual(1024);
  });

  it('are small: a manifest of 10 orders is one write unit, of 50 four at most, of 99 seven at most', () => {
    expect(manifestBytes(10)).toBeLessThanOrEqual(1024);
    expect(manifestBytes(50)).toBeLessThanOrEqual(4 * 1024);
    expect(manifestBytes(99)).toBeLessThanOrEqual(7 * 1024);
  });

  it('let a thousand orders into one manifest', () => {
    expect(manifestBytes(1000)).toBeLessThan(400 * 1024);
  });

  it('make a row, with its event, that is one write unit', () => {
    const [one] = realLines(1);
    const lot = manifest([], { batch: systemBatchIds(), productId: 'p'.repeat(64) });
    const row = reservedRow(lot, one!);
    const outbox = reservationEnvelopes([{ type: 'StockReserved' }], row, one!.cause);
    expect(bytesOf({ ...row, pk: `reservation#${row.orderId}`, version: 1, outbox })).toBeLessThanOrEqual(
      1024,
    );
  });
});

describe('packed lines', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const anyLine = fc.record({
    orderId: text,
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    requestedAt: text,
    cause: fc.record({ correlationId: text, causationId: text }),
  });

  it('are the same again when they are unpacked, whatever ids they bear', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        expect(unpackLines(packLines(lines))).toEqual(lines);
      }),
    );
  });
});
