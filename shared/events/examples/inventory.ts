import type { inventoryEvents } from '../inventory.ts';
import { request, type ExamplesOf } from './story.ts';

/** Examples of the events that the inventory service publishes. */
export const inventoryExamples: ExamplesOf<typeof inventoryEvents> = {
  ProductChanged: {
    id: 'ProductChanged:cardamom-bun:3',
    causationId: request,
    time: '2026-03-01T08:00:00.000Z',
    data: {
      productId: 'cardamom-bun',
      name: 'Cardamom bun',
      description: 'With cardamom from Guatemala.',
      imageUrl: 'https://shop.example.com/cardamom-bun.jpg',
      unitAmount: 350,
      currency: 'EUR',
      active: true,
      revision: 3,
    },
  },
  StockReserved: {
    id: 'StockReserved:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'OrderCreated:0195f0a0-0000-7000-8000-000000000001:1',
    time: '2026-03-01T09:00:00.200Z',
    data: {
      orderId: '0195f0a0-0000-7000-8000-000000000001',
      requestedAt: '2026-03-01T09:00:00.000Z',
      canary: true,
    },
  },
  StockReservationFailed: {
    id: 'StockReservationFailed:0195f0a0-0000-7000-8000-000000000002',
    causationId: 'OrderCreated:0195f0a0-0000-7000-8000-000000000002:1',
    time: '2026-03-01T09:05:00.200Z',
    data: {
      orderId: '0195f0a0-0000-7000-8000-000000000002',
      reason: 'insufficient-stock',
      shortages: [{ productId: 'cardamom-bun', requested: 40, available: 3 }],
    },
  },
  StockLow: {
    id: 'StockLow:cardamom-bun:7',
    causationId: 'StockLow:cardamom-bun:7',
    time: '2026-03-01T09:04:00.000Z',
    data: { productId: 'cardamom-bun', available: 3, threshold: 5 },
  },
};
