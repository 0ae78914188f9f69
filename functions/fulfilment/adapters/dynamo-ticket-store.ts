import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { TicketStore } from '../domain/ticket-store.ts';
import type { TicketRecord } from '../domain/ticket.ts';
import { keyOf, laneOfTicket, ticketLists } from './dynamo-ticket-lists.ts';

/** Tickets in DynamoDB: one item for each order. The index `byLane` lists open and closed tickets. */
export const dynamoTicketStore = (client: DynamoDBDocumentClient, table: string): TicketStore => {
  const items = versionedItems<TicketRecord>(client, table, {
    keyOf,
    idOf: ({ orderId }) => orderId,
    indexAttributes: laneOfTicket,
    indexNames: ['lane', 'sortKey'],
  });
  return { ...items, ...ticketLists(client, table, items.stateOf) };
};
