import type { AwsScript } from '../../support/fake-aws.ts';
import type { ShellWorld } from '../../support/shell-world.ts';
import type { Target } from '../run.ts';
import { MAX_RECEIVES } from './messages.ts';
import { inboxProperty } from './property.ts';
import { relayProperty } from './relays.ts';
import { createShop, inboxNames } from './shop.ts';

const bus: AwsScript = ({ operation, input }) => {
  if (operation !== 'Events.PutEvents') return undefined;
  const entries = input['Entries'] as readonly unknown[];
  return { body: { FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: String(index) })) } };
};

const configure = (): void => {
  Object.assign(process.env, {
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: String(MAX_RECEIVES),
    // A hundred years. Inboxes accept the valid generated messages, which are from 2026, and refuse those from 1900 as
    // too old.
    COPIES_KEPT_DAYS: '36500',
    EVENT_BUS_NAME: 'bus',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
    PAYMENT_WINDOW_SECONDS: '900',
    STOCK_LOW_THRESHOLD: '5',
  });
};

/** The properties of all inboxes, and of both kinds of relays. Call this only when a fake of AWS runs. */
export const consumerTargets = async (world: ShellWorld): Promise<readonly Target[]> => {
  configure();
  const { services } = await createShop();
  const relays = {
    'orders-relay': (await import('../../../functions/orders/lambdas/relay.ts')).handler,
    'inventory-relay': (await import('../../../functions/inventory/lambdas/relay.ts')).handler,
  };
  const properties = {
    ...Object.fromEntries(
      inboxNames.map((name) => [name, inboxProperty(name, world, services.own[name] ?? {})]),
    ),
    ...Object.fromEntries(Object.entries(relays).map(([name, relay]) => [name, relayProperty(relay, world)])),
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    property: (counts) => {
      world.aws.answer(bus);
      return property(counts);
    },
  }));
};
