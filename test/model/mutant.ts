import type { BatchStore } from '../../functions/inventory/group-commit/batch-store.ts';
import type { ReservationStore } from '../../functions/inventory/domain/reservation.ts';
import type { MemoryBatchStore } from '../support/memory/inventory-batch-store.ts';
import type { MemoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import type { MemoryStockStore } from '../support/memory/inventory-stock-store.ts';
import type { Plan } from './plan.ts';

/** The stores of a schedule, whose effects a mutant may change. */
export interface Stores {
  readonly plan: Plan;
  readonly stock: MemoryStockStore;
  readonly batches: MemoryBatchStore;
  readonly reservations: MemoryReservationStore;
}

/** The ports as the code sees them. */
export interface Ports {
  readonly batches: BatchStore;
  readonly reservations: ReservationStore;
  readonly requeue: (orderId: string, attempt: number) => Promise<void>;
}

/** A small, realistic mistake in the algorithm that the check must find. */
export interface Mutant {
  readonly name: string;
  /** Changes what calls do. */
  readonly below?: (stores: Stores) => Partial<Pick<Stores, 'batches' | 'reservations'>>;
  /** Changes what the code requests, or the answers it sees. Faults happen below this layer. */
  readonly above?: (ports: Ports) => Partial<Ports>;
}
