import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fulfilmentApi from '../../functions/fulfilment/api.ts';
import { reactions as fulfilmentReactions } from '../../functions/fulfilment/reactions.ts';
import * as insightsApi from '../../functions/insights/api.ts';
import { reactions as insightsReactions } from '../../functions/insights/reactions.ts';
import * as inventoryApi from '../../functions/inventory/api.ts';
import { reactions as inventoryReactions, reservations } from '../../functions/inventory/reactions.ts';
import * as notificationsApi from '../../functions/notifications/api.ts';
import {
  feedbackMessages,
  reactions as notificationsReactions,
} from '../../functions/notifications/reactions.ts';
import * as opsApi from '../../functions/ops/api.ts';
import * as ordersApi from '../../functions/orders/api.ts';
import { reactions as ordersReactions, watchdogReactions } from '../../functions/orders/reactions.ts';
import * as partnersApi from '../../functions/partners/api.ts';
import * as paymentsApi from '../../functions/payments/api.ts';
import { ownMessages, reactions as paymentsReactions } from '../../functions/payments/reactions.ts';
import * as pagesApi from '../../functions/pages/api.ts';
import * as privacyApi from '../../functions/privacy/api.ts';
import { eventSchemas, publishedBy } from '../../shared/events/catalog.ts';
import { listeners } from '../../shared/events/subscriptions.ts';
import type { Route } from '../../shared/http/route.ts';
import * as identityApi from '../../simulators/identity/api.ts';
import * as gatewayApi from '../../simulators/payment-gateway/api.ts';
import { read, root, rowsOf, sectionsOf } from './pages.ts';
import { targetNames } from './subscribed-events.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

/** Stands for the ports that reactions need. The test only reads which events have a reaction, and never calls one. */
const none = {} as never;
const watchdog = watchdogReactions(none, none);

/** The routes of each service, and the reactions of each of its queues. */
const services: Readonly<
  Record<string, { readonly api: object; readonly reactions: Readonly<Record<string, readonly object[]>> }>
> = {
  orders: {
    api: ordersApi,
    reactions: {
      'orders-inbox': [ordersReactions(none)],
      'orders-watchdog': [watchdog.reactions, watchdog.ownMessages],
    },
  },
  inventory: {
    api: inventoryApi,
    reactions: {
      'inventory-inbox': [inventoryReactions(none)],
      'inventory-reservations': [reservations(none)],
    },
  },
  payments: {
    api: paymentsApi,
    reactions: { 'payments-inbox': [paymentsReactions(none), ownMessages(none)] },
  },
  fulfilment: { api: fulfilmentApi, reactions: { 'fulfilment-inbox': [fulfilmentReactions(none)] } },
  notifications: {
    api: notificationsApi,
    reactions: {
      'notifications-inbox': [notificationsReactions(none)],
      'mail-feedback': [feedbackMessages(none)],
    },
  },
  partners: { api: partnersApi, reactions: {} },
  insights: { api: insightsApi, reactions: { 'insights-inbox': [insightsReactions(none)] } },
  // The live service has no route of the HTTP API. Its function is not an inbox: it reacts to all its events in the
  // same way.
  live: {
    api: {},
    reactions: { 'live-push': [Object.fromEntries(listeners['live-push'].events.map((type) => [type, 0]))] },
  },
  privacy: { api: privacyApi, reactions: {} },
  ops: { api: opsApi, reactions: {} },
  pages: { api: pagesApi, reactions: {} },
};

const section = (page: string, heading: string): string => {
  const found = sectionsOf(read(page)).get(heading);
  if (found === undefined) throw new Error(`${page} has no section "${heading}"`);
  return found;
};

const readmeOf = (service: string): string => `functions/${service}/README.md`;
const columns = (text: string, count: number): readonly string[] =>
  rowsOf(text)
    .map((cells) => cells.slice(0, count).join(' | '))
    .toSorted();

/** The declared routes as strings, e.g. `POST /orders | customer`. */
const routesOf = (api: object): readonly string[] =>
  (Object.values(api) as readonly (Partial<Route> | undefined)[])
    .filter((route) => route?.method !== undefined)
    .map(
      ({ method, path, auth, signed }: Partial<Route> = {}) =>
        `${method} ${path} | ${auth}${signed ? ' or signature' : ''}`,
    )
    .toSorted();

/** The events that rules of the bus deliver to queues or functions, as strings, e.g. `OrderPaid | fulfilment-inbox`. */
const delivered = (): readonly string[] => {
  const stacks = synthesised('sandbox');
  const prefix = `orderly-${stacks.settings.stage}-`;
  const names = targetNames(stacks);
  return resourcesOf(stacks, 'AWS::Events::Rule').flatMap(({ Properties }) => {
    const pattern = Properties['EventPattern'] as { 'detail-type'?: readonly string[] } | undefined;
    const targets = Properties['Targets'] as readonly { readonly Arn: unknown }[];
    return targets.flatMap(({ Arn }) => {
      const target = names.get(referenced(Arn) ?? '')?.slice(prefix.length);
      return (pattern?.['detail-type'] ?? []).map((event) => `${event} | ${target}`);
    });
  });
};

/** The integration events that a service's `publications.ts` names outside of comments and imports. */
const namedIn = (service: string): readonly string[] => {
  const path = `functions/${service}/publications.ts`;
  if (!existsSync(join(root, path))) return [];
  const code = read(path)
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replaceAll(/^import [\s\S]*?;$/gm, '');
  const isNamed = (event: string): boolean => new RegExp(`\\b${event}\\b`).test(code);
  return Object.keys(eventSchemas).filter(isNamed);
};

describe('the README of', () => {
  it('every service is compared with its code', () => {
    const folders = readdirSync(join(root, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(Object.keys(services).toSorted());
  });

  describe.each(Object.entries(services))('%s', (service, { api, reactions }) => {
    it('lists each route with who may call it', () => {
      expect(columns(section(readmeOf(service), 'Routes'), 2)).toEqual(routesOf(api));
    });

    it('lists each message that has a reaction, with its queue', () => {
      const reactedTo = Object.entries(reactions).flatMap(([queue, tables]) =>
        tables.flatMap((table) => Object.keys(table).map((type) => `${type} | ${queue}`)),
      );
      expect(columns(section(readmeOf(service), 'Reacts to'), 2)).toEqual(reactedTo.toSorted());
    });

    it('lists each event that the bus delivers to its queues', () => {
      const listed = columns(section(readmeOf(service), 'Reacts to'), 2);
      const events = listed.filter((row) => (row.split(' | ')[0] ?? '') in eventSchemas);
      const expected = delivered().filter((row) => (row.split(' | ')[1] ?? '') in reactions);
      expect(events).toEqual(expected.toSorted());
    });

    it('lists each event that it publishes', () => {
      const declared = service in publishedBy ? publishedBy[service as keyof typeof publishedBy] : {};
      const listed = columns(section(readmeOf(service), 'Publishes'), 1);
      expect(listed).toEqual(Object.keys(declared).toSorted());
      expect(listed).toEqual(namedIn(service).toSorted());
    });

    it('lists each of its files and folders, and no other', () => {
      const listed = rowsOf(section(readmeOf(service), 'Files')).flatMap(([cell = '']) => cell.split(', '));
      const present = readdirSync(join(root, 'functions', service), { withFileTypes: true })
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .filter((name) => name !== 'README.md');
      expect(listed.toSorted()).toEqual(present.toSorted());
    });
  });
});

describe('the README of the simulators', () => {
  it.each([
    ['Identity (`identity/`)', identityApi],
    ['Payment gateway (`payment-gateway/`)', gatewayApi],
  ] as const)('lists each route under "%s" with who may call it', (heading, api) => {
    const routes = columns(section('simulators/README.md', heading), 2).filter((row) =>
      /^[A-Z]+ \//.test(row),
    );
    expect(routes).toEqual(routesOf(api));
  });
});

describe('the commands of README.md that read an item', () => {
  const commands = [
    ...read('README.md').matchAll(/get-item --table-name (\S+) --key '\{ "pk": \{ "S": "(\w+#)'\$ORDER/g),
  ];

  it.each(commands.map(([, table = '', key = '']) => [table, key]))(
    'name table %s and key %s',
    (table, key) => {
      const tables = resourcesOf(synthesised('local'), 'AWS::DynamoDB::GlobalTable');
      expect(tables.map(({ Properties }) => Properties['TableName'])).toContain(table);
      const service = table.replace('orderly-local-', '');
      const adapters = join(root, 'functions', service, 'adapters');
      const sources = readdirSync(adapters).map((file) => read(`functions/${service}/adapters/${file}`));
      expect(sources.filter((source) => source.includes(`\`${key}$\{`))).toHaveLength(1);
    },
  );

  it('show an order, a payment, a ticket and a reservation', () => {
    expect(commands.map(([, , key]) => key)).toEqual(['order#', 'payment#', 'ticket#', 'reservation#']);
  });
});
