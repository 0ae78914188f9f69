import type { EscrowStore } from '../../functions/inventory/domain/escrow/escrow-store.ts';
import type { ReservationStore } from '../../functions/inventory/domain/reservation-store.ts';
import type { MemoryEscrowStore } from '../support/memory/inventory-escrow-store.ts';
import type { MemoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import type { MemoryStockStore } from '../support/memory/inventory-stock-store.ts';
import type { Plan } from './plan.ts';

/** The stores of a schedule, whose effects a mutant may change. */
export interface Stores {
  readonly plan: Plan;
  readonly stock: MemoryStockStore;
  readonly escrow: MemoryEscrowStore;
  readonly reservations: MemoryReservationStore;
}

/** The ports as the code sees them. */
export interface Ports {
  readonly escrow: EscrowStore;
  readonly reservations: ReservationStore;
  readonly requeue: (orderId: string, attempt: number) => Promise<void>;
}

/** A small, realistic mistake in the algorithm: the check must find it. */
export interface Mutant {
  readonly name: string;
  /** Changes what calls do. */
  readonly below?: (stores: Stores) => Partial<Pick<Stores, 'escrow' | 'reservations'>>;
  /** Changes what the code asks for, or what it makes of the answers: faults strike below. */
  readonly above?: (ports: Ports) => Partial<Ports>;
}
