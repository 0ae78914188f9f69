import { describe, expect, it } from '@jest/globals';
import { filesEnding, read, rowsOf, sectionsOf } from './pages.ts';
import type { stored } from './stored-attributes.ts';

/** The table of each kind of item, and how the keys of the kind begin. */
const keys: Readonly<Record<keyof typeof stored, string>> = {
  'orders table': 'orders order#',
  'orders table: prices': 'orders price#',
  'orders table: erasures': 'orders erasure#',
  'payments table': 'payments payment#',
  'fulfilment table': 'fulfilment ticket#',
  'inventory table': 'inventory reservation#',
  'inventory table: products': 'inventory product#',
  'inventory table: stock': 'inventory stock#',
  'inventory table: adjustments': 'inventory adjustment#',
  'inventory table: intents': 'inventory intent#',
  'partners table': 'partners partner#',
  'partners table: public keys': 'partners public-key#',
  'partners table: nonces': 'partners nonce#',
  'insights table': 'insights row#',
  'insights table: figures': 'insights figures#',
  'insights table: units': 'insights units#',
  'live table': 'live connection#',
  'live table: topics': 'live topic#',
  'notifications: contact': 'notifications contact#',
  'notifications: code': 'notifications code#',
  'notifications: codes sent': 'notifications codes#',
  'notifications: log': 'notifications log#',
};

/** Not keys of a service's own items: a partition of an index, and a key of the table of another service. */
const noItems = ['insights lane#', 'privacy order#'];

/** Finds how the keys in a source begin. A key without `#` is found where it is assigned to `pk`. */
const keysIn = (source: string): readonly string[] =>
  [...source.matchAll(/['`]([a-z-]+#)|\bpk: '([^'#]+)'/g)].map(([, start, whole]) => start ?? whole ?? '');

/** In a service, only files in these folders may import the SDK, so no other file can write an item. */
const writers = /^functions\/([^/]+)\/(?:adapters|lambdas)\//;

const inCode = filesEnding('.ts').flatMap((path) => {
  const service = path.startsWith('shared/persistence/') ? 'partners' : writers.exec(path)?.[1];
  return service === undefined ? [] : keysIn(read(path)).map((key) => `${service} ${key}`);
});

const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].toSorted();

describe('the kinds of items', () => {
  it('are found in a source by their keys', () => {
    expect(keysIn("keyOf = (id) => `order#${id}`; nonce: 'nonce#'; Key: { pk: 'settings' }")).toEqual([
      'order#',
      'nonce#',
      'settings',
    ]);
  });

  it('all have a list of their attributes, which says what is personal data', () => {
    expect(sorted(inCode)).toEqual(sorted([...Object.values(keys), ...noItems]));
  });

  it('are all in docs/operations.md', () => {
    const section = sectionsOf(read('docs/operations.md'), '###').get('Looking at an item') ?? '';
    const listed = rowsOf(section).flatMap(([table = '', kinds = '']) =>
      [...kinds.matchAll(/(?:^|, )([a-z-]+#)/g)].map(([, key]) => `${table} ${key}`),
    );
    expect(sorted(listed)).toEqual(sorted(Object.values(keys)));
  });
});
