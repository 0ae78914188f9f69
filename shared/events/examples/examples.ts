import type { EventType } from '../catalog.ts';
import { versionOf, type QueueMessage } from '../integration-event.ts';
import { fulfilmentExamples } from './fulfilment.ts';
import { inventoryExamples } from './inventory.ts';
import { orderExamples } from './orders.ts';
import { paymentExamples } from './payments.ts';
import { request } from './story.ts';

const examples = { ...orderExamples, ...inventoryExamples, ...paymentExamples, ...fulfilmentExamples };

/**
 * The example that docs/api/asyncapi.yaml shows for an event. It has all fields of the event, also the optional ones.
 * No Lambda function may import this file, because the examples would make its bundle larger.
 */
export const exampleOf = (type: EventType): QueueMessage => {
  const { id, causationId, time, data } = examples[type];
  // A relay derives StockLow from the stream of stock items. The stream does not show which request changed the stock.
  // So the event has its own id as causation id and as correlation id.
  const correlationId = causationId === id ? id : request;
  return { id, type, version: versionOf(type), time, correlationId, causationId, data };
};
