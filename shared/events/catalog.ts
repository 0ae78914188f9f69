import type * as z from 'zod/mini';
import { fulfilmentEvents } from './fulfilment.ts';
import { inventoryEvents } from './inventory.ts';
import { orderEvents } from './orders.ts';
import { paymentEvents } from './payments.ts';

/** The services that have a DynamoDB table. */
export const services = [
  'orders',
  'inventory',
  'payments',
  'fulfilment',
  'notifications',
  'partners',
  'insights',
  'live',
] as const;
export type ServiceName = (typeof services)[number];
/** The services that have no table, because they store nothing. */
export const statelessServices = ['ops', 'privacy', 'pages'] as const;
export type StatelessService = (typeof statelessServices)[number];
export type AnyService = ServiceName | StatelessService;

/** True for a service without a table. */
export const isStateless = (service: AnyService): service is StatelessService =>
  statelessServices.some((name) => name === service);

/** The schemas of the events that each service publishes. */
export const publishedBy = {
  orders: orderEvents,
  inventory: inventoryEvents,
  payments: paymentEvents,
  fulfilment: fulfilmentEvents,
} as const;

/** The schema of each event's `data`, by event name. */
export const eventSchemas = {
  ...orderEvents,
  ...inventoryEvents,
  ...paymentEvents,
  ...fulfilmentEvents,
} as const;

/** The name of an event. EventBridge calls it `detail-type`. */
export type EventType = keyof typeof eventSchemas;
/** The data of an event with the given name. */
export type EventData<Type extends EventType> = z.output<(typeof eventSchemas)[Type]>;

/** The services that publish events. */
export const publishers = /* @__PURE__ */ Object.keys(publishedBy) as readonly (keyof typeof publishedBy)[];

/** EventBridge's `source` for the events of a service. */
export const sourceOf = (service: ServiceName): string => `orderly.${service}`;
/** The sources of all events. */
export const allSources = (): readonly string[] => publishers.map(sourceOf);
