import type { fulfilmentEvents } from '../fulfilment.ts';
import { paidOrder, request, type ExamplesOf } from './story.ts';

/** Examples of the events that the fulfilment service publishes. */
export const fulfilmentExamples: ExamplesOf<typeof fulfilmentEvents> = {
  FulfilmentStarted: {
    id: 'FulfilmentStarted:0195f0a0-0000-7000-8000-000000000001',
    causationId: request,
    time: '2026-03-01T09:22:00.000Z',
    data: { ...paidOrder, at: '2026-03-01T09:22:00.000Z' },
  },
  FulfilmentReady: {
    id: 'FulfilmentReady:0195f0a0-0000-7000-8000-000000000001',
    causationId: request,
    time: '2026-03-01T09:35:00.000Z',
    data: { ...paidOrder, at: '2026-03-01T09:35:00.000Z' },
  },
  FulfilmentCompleted: {
    id: 'FulfilmentCompleted:0195f0a0-0000-7000-8000-000000000001',
    causationId: request,
    time: '2026-03-01T09:40:00.000Z',
    data: { ...paidOrder, at: '2026-03-01T09:40:00.000Z' },
  },
};
