import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { messageLog, records, type Fields } from '../../functions/privacy/domain/records.ts';
import { copiesKeptDays, leastKeepDays } from '../../infra/kept-copies.ts';
import { stageSettings } from '../../infra/stage-config.ts';
import { projectRoot } from '../../scripts/console/paths.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { eventSchemas } from '../../shared/events/catalog.ts';
import { rowsOf, sectionsOf } from './pages.ts';
import { stored } from './stored-attributes.ts';
import { parts } from './stored-parts.ts';

/** The fields of events that say something about a person. `otherFields` must list all other fields of events. */
const personalFields = ['customerId', 'erasureId', 'note', 'paymentLink', 'reason'];
const otherFields = (
  'active all amount at attempt available by canary capturedAt cause currency description disputeId hasPayment hasTicket imageUrl items name ' +
  'orderId payBy paymentId placedAt previousStatus productId refundId refundedAmount requestedAt revision shortages status threshold totalAmount unitAmount'
).split(' ');

const page = readFileSync(join(projectRoot, 'docs/personal-data.md'), 'utf8');

const section = (heading: string): string => sectionsOf(page).get(heading) ?? '';

/** The attributes in the rows of `What is stored` whose second column is `place`. */
const listedAt = (place: string): readonly string[] =>
  section('What is stored')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , where]) => where === place)
    .flatMap(([, attributes = '']) => [...attributes.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .toSorted();

const personalIn = (attributes: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(attributes)
    .filter(([, isPersonal]) => isPersonal)
    .map(([name]) => name)
    .toSorted();

describe('the page about personal data', () => {
  it.each(Object.entries(stored))('lists each personal attribute of: %s', (place, attributes) => {
    expect(listedAt(place)).toEqual(personalIn(attributes));
  });

  it('lists each personal field of the events, and every field is known to be personal or not', () => {
    const fields = new Set(Object.values(eventSchemas).flatMap((schema) => Object.keys(schema.shape)));
    expect([...fields].toSorted()).toEqual([...personalFields, ...otherFields].toSorted());
    expect(listedAt('events')).toEqual(personalFields.toSorted());
  });

  it('names the periods that follow from the settings', () => {
    const [production, sandbox] = (['production', 'sandbox'] as const).map((stage) =>
      stageSettings(stage, {}, { file: sampleSettings }),
    );
    const least = leastKeepDays(production!);
    expect(page).toContain(
      `In production, the last copy is gone ${copiesKeptDays(production!)} days after its row`,
    );
    expect(page).toContain(
      `In a sandbox, the last copy is gone ${copiesKeptDays(sandbox!)} days after its row`,
    );
    expect(page).toContain(
      `In production, \`keepDays\` must be at least ${least.messages} days for messages and ${least.orders} days for orders`,
    );
  });
});

const places = { ...stored, ...parts };

/** The places that are not exported, and why. */
const notExported = {
  'orders table: prices': 'names nobody',
  'inventory table': 'names no customer',
  'inventory table: products': 'names nobody',
  'inventory table: stock': 'names nobody',
  'inventory table: adjustments': 'names administrators',
  'inventory table: intents': 'names no customer',
  'partners table': 'names administrators',
  'partners table: keys': 'names administrators',
  'partners table: public keys': 'names nobody',
  'partners table: nonces': 'names nobody',
  'insights table': 'repeats what is exported',
  'insights table: figures': 'names nobody',
  'insights table: units': 'names nobody',
  'live table': 'expires within hours',
  'live table: topics': 'expires within hours',
} as const satisfies Partial<Record<keyof typeof places, string>>;

/** The fields that an export contains, for each place that has personal data. */
const exportedFields: Readonly<Record<Exclude<keyof typeof places, keyof typeof notExported>, Fields>> = {
  'orders table': records.order.fields,
  'orders table: lines': records.order.fields.items.fields,
  'orders table: history': records.order.fields.history.fields,
  'orders table: erasures': records.erasure.fields,
  'orders table: who asked': records.erasure.fields.by.fields,
  'payments table': records.payment.fields,
  'payments table: session': records.payment.fields.session.fields,
  'payments table: refunds': records.payment.fields.refunds.fields,
  'payments table: outside': records.payment.fields.outside.fields,
  'fulfilment table': records.ticket.fields,
  'fulfilment table: lines': records.ticket.fields.items.fields,
  'notifications: contact': records.contact.fields,
  'notifications: addresses': records.contact.fields.email.fields,
  'notifications: code': records.emailCode.fields,
  'notifications: codes sent': records.codes.fields,
  // This line is written by hand. The export's allow-list has no attribute `messages`, because each message is an
  // attribute of the item.
  'notifications: log': { messages: 'messages' },
  'notifications: messages': messageLog.fields,
};

describe('the section about the export', () => {
  /** The attributes that the page says are not exported, by place, each with the reason. */
  const withheld = rowsOf(sectionsOf(section('Export'), '###').get('What it leaves out') ?? '').flatMap(
    ([names = '', places = '', why = '']) =>
      places.split(', ').flatMap((place) => names.split(', ').map((name) => ({ place, name, why }))),
  );

  it.each(Object.entries(places).filter(([place]) => place in exportedFields))(
    'says of each attribute that is not exported why not: %s',
    (place, attributes) => {
      const listed = withheld.filter((one) => one.place === place);
      const exported = Object.keys(exportedFields[place as keyof typeof exportedFields]);
      expect([...exported, ...listed.map(({ name }) => name)].toSorted()).toEqual(
        Object.keys(attributes).toSorted(),
      );
      for (const { name, why } of listed) expect([name, why]).toEqual([name, expect.stringMatching(/\w{3}/)]);
    },
  );

  it('names only places that exist', () => {
    const named = new Set(withheld.map(({ place }) => place));
    expect([...named].filter((place) => !(place in exportedFields))).toEqual([]);
  });
});
