import type { BatchStore } from '../../functions/inventory/group-commit/batch-store.ts';
import type { ReservationStore } from '../../functions/inventory/domain/reservation.ts';
import type { MemoryBatchStore } from '../support/memory/inventory-batch-store.ts';
import type { MemoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import type { MemoryStockStore } from '../support/memory/inventory-stock-store.ts';
import type { Plan } from './plan.ts';

/** The stores of a schedule (one interleaving of workers), and its plan. A mutant may replace stores. */
export interface Stores {
  readonly plan: Plan;
  readonly stock: MemoryStockStore;
  readonly batches: MemoryBatchStore;
  readonly reservations: MemoryReservationStore;
}

export interface Ports {
  readonly batches: BatchStore;
  readonly reservations: ReservationStore;
  readonly requeue: (orderId: string, attempt: number) => Promise<void>;
}

/** A small, realistic mistake in the algorithm that the check must find. */
export interface Mutant {
  readonly name: string;
  /** Replaces stores, so that a call has a different effect. Faults are injected above this layer. */
  readonly below?: (stores: Stores) => Partial<Pick<Stores, 'batches' | 'reservations'>>;
  /**
   * Replaces ports, so that the code sends other requests or gets other results. Faults are injected below this layer.
   */
  readonly above?: (ports: Ports) => Partial<Ports>;
}
