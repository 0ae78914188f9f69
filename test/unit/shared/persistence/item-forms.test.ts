import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  MAX_JSON_BYTES,
  packedItem,
  plainItem,
  unpack,
  type ItemContent,
} from '../../../../shared/persistence/item-forms.ts';
import { packingDictionary } from '../../../../shared/persistence/packing-dictionary.ts';

const content: ItemContent = {
  pk: 'order#1',
  version: 3,
  state: {
    status: 'PAID',
    orderId: '0195f0a0-0000-7000-8000-000000000001',
    items: [{ productId: 'espresso', quantity: 2 }],
  },
  outbox: [{ id: 'OrderPaid:1', type: 'OrderPaid', data: { at: '2026-03-01T09:00:00.000Z' } }],
};

/** `content`, as it was first packed. */
const STORED =
  'ePkg7F3TwxZ40KyIMNLA0NI0zSAR5EgDA11zEGFhYADhQoEhTmtSiwuKUouL81GC1KgWWz0FTzJWhtjTEcy34DwHCTljXQPDEANL5JAD+QsA3HY/HQ==';

const roundTrip = (given: ItemContent): ItemContent => unpack(packedItem(given, { lane: 'extra' }));

describe('a packed item', () => {
  it('says again what was packed, whatever the state holds', () => {
    // Out of JSON, for neither JSON nor DynamoDB knows a negative zero.
    const value = fc.json({ stringUnit: 'binary' }).map((text): unknown => JSON.parse(text));
    const object = fc.dictionary(fc.string(), value);
    fc.assert(
      fc.property(object, fc.array(object), fc.nat(), (state, data, version) => {
        const outbox = data.map((one, n) => ({ id: `E:${n}`, type: 'E', data: one }));
        expect(roundTrip({ pk: 'order#1', version, state, outbox })).toEqual({
          pk: 'order#1',
          version,
          state,
          outbox,
        });
      }),
    );
  });

  it('leaves out what is undefined, as the document client does', () => {
    const state = { status: 'PAID', paymentLink: undefined };
    expect(Object.keys(roundTrip({ ...content, state }).state)).toEqual(['status']);
  });

  it('shows its key, version, status and indexes, and nothing else in the clear', () => {
    const { packed, ...clear } = packedItem(content, { placedKey: 'k' });
    expect(clear).toEqual({ pk: 'order#1', version: 3, status: 'PAID', placedKey: 'k', events: 1 });
    expect(packed).toBeInstanceOf(Uint8Array);
    expect(packedItem({ ...content, state: { a: 1 } }, {})).not.toHaveProperty('status');
  });

  it('has `events` only when there is something to publish, since its absence keeps the relay asleep', () => {
    expect(packedItem({ ...content, outbox: [] }, {})).not.toHaveProperty('events');
  });

  it('can be read although it was stored long ago: the dictionary is still the one that it was packed with', () => {
    expect(unpack({ pk: 'order#1', version: 3, packed: Buffer.from(STORED, 'base64') })).toEqual(content);
  });

  it.each([
    ['cut short', Buffer.from(STORED, 'base64').subarray(0, 40)],
    ['changed in one bit', Buffer.from(STORED, 'base64').map((byte, at) => (at === 50 ? byte ^ 1 : byte))],
    ['empty', new Uint8Array()],
    ['something else', Buffer.alloc(200, 7)],
    ['no JSON', deflateSync('{"state":', { dictionary: packingDictionary })],
    ['text', STORED],
    ['missing', undefined],
  ])('that is %s is refused under its name, never read wrongly', (_, packed) => {
    expect(() => unpack({ pk: 'order#1', version: 1, packed })).toThrow('order#1 cannot be read');
  });

  it('takes a bounded part of the memory, whatever its bytes say', () => {
    const packed = deflateSync(`"${'x'.repeat(MAX_JSON_BYTES)}"`);
    expect(packed.byteLength).toBeLessThan(2_000);
    expect(() => unpack({ pk: 'order#1', version: 1, packed })).toThrow('order#1 cannot be read');
  });

  it('is not written when it could not be read again', () => {
    const ofSize = (bytes: number) => ({ ...content, outbox: [], state: { note: 'x'.repeat(bytes) } });
    const around = JSON.stringify({ state: { note: '' }, outbox: [] }).length;
    expect(roundTrip(ofSize(MAX_JSON_BYTES - around)).state).toHaveProperty('note.length');
    expect(() => packedItem(ofSize(MAX_JSON_BYTES - around + 1), {})).toThrow('order#1 has grown');
    expect(() => packedItem({ ...content, state: { amount: [Number.NaN] } }, {})).toThrow('NaN');
    expect(() => packedItem({ ...content, state: { amount: Infinity } }, {})).toThrow('Infinity');
  });
});

describe('a plain item', () => {
  it('is read by the same function, with its outbox', () => {
    expect(unpack(plainItem(content, {}))).toEqual(content);
  });

  it('may have no outbox, as a stock item', () => {
    expect(unpack({ pk: 'stock#a', version: 2, available: 5 })).toEqual({
      pk: 'stock#a',
      version: 2,
      state: { available: 5 },
      outbox: [],
    });
  });
});
