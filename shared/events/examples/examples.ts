import type { EventType } from '../catalog.ts';
import { versionOf, type QueueMessage } from '../integration-event.ts';
import { fulfilmentExamples } from './fulfilment.ts';
import { inventoryExamples } from './inventory.ts';
import { orderExamples } from './orders.ts';
import { paymentExamples } from './payments.ts';
import { request } from './story.ts';

const examples = { ...orderExamples, ...inventoryExamples, ...paymentExamples, ...fulfilmentExamples };

/**
 * The example of an event. It has all fields of the event, also the optional ones. docs/api/asyncapi.yaml shows it.
 * Functions must not import the examples, because they would make the functions larger.
 */
export const exampleOf = (type: EventType): QueueMessage => {
  const { id, causationId, time, data } = examples[type];
  // The stream of stock items does not show which request moved the stock, so StockLow has no earlier cause.
  const correlationId = causationId === id ? id : request;
  return { id, type, version: versionOf(type), time, correlationId, causationId, data };
};
