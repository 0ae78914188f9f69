import { unitsOf } from '../../functions/inventory/group-commit/batch-intent.ts';
import { batchOf, type Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { MemoryBatchStore } from '../support/memory/inventory-batch-store.ts';
import type { MemoryStockStore } from '../support/memory/inventory-stock-store.ts';
import type { MemoryRow } from '../support/memory/versioned-memory.ts';

/** A rule that a schedule (one interleaving of workers) violated, with the values that violate it. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
}

/**
 * A span of steps in which no batch of a product was open, and its available units did not change. In such a span, the
 * available units were known exactly.
 */
interface Certainty {
  readonly from: number;
  until: number;
  readonly available: number;
}

/**
 * Checks the invariants of the stock algorithm. Call `balance` after each change by a storage call, and `wrote` after
 * each write of a reservation.
 */
export interface Books {
  /** Checks that no unit of stock was lost, invented or sold twice. */
  balance(step: number): void;
  /** Checks a reservation that was just written. Its writer may have read the stock at any step from `since` on. */
  wrote(
    id: string,
    row: MemoryRow<Reservation>,
    before: MemoryRow<Reservation> | undefined,
    since: number,
  ): void;
  fail(rule: string, detail: string): void;
  readonly violation: () => Violation | undefined;
}

const isHeld = ({ status }: Reservation): boolean => status === 'RESERVED' || status === 'COMMITTED';

/** Creates the checks for the stores of a schedule (one interleaving of workers). */
export const openBooks = (
  stock: Pick<MemoryStockStore, 'items'>,
  rows: () => ReadonlyMap<string, MemoryRow<Reservation>>,
  batches: () => Pick<MemoryBatchStore, 'intents'>,
): Books => {
  let violation: Violation | undefined;
  const certainties = new Map<string, Certainty[]>();
  const answers = new Map<string, string>();

  const fail = (rule: string, detail: string): void => {
    violation ??= { rule, detail };
  };

  const held = (productId: string): number => {
    let units = 0;
    for (const { state } of rows().values()) {
      if (!isHeld(state)) continue;
      for (const line of state.lines) if (line.productId === productId) units += line.quantity;
    }
    return units;
  };

  /** The units that an open batch holds: taken from stock and not reserved yet, or released and not returned yet. */
  const heldBy = (batch: string): number => {
    const intent = batches().intents.get(batch);
    if (intent === undefined) return 0;
    let rowed = 0;
    for (const { state } of rows().values()) {
      const by =
        intent.kind === 'reserve' ? batchOf(state) : 'releasedBy' in state ? state.releasedBy : undefined;
      if (by === batch) rowed += unitsOf(state.lines);
    }
    return intent.kind === 'reserve' ? unitsOf(intent.lines) - rowed : rowed;
  };

  const noteCertainty = (productId: string, available: number, isOpen: boolean, step: number): void => {
    const known = certainties.get(productId) ?? [{ from: -1, until: Infinity, available: 0 }];
    const last = known.at(-1);
    if (last?.until === Infinity && !isOpen && last.available === available) return;
    if (last?.until === Infinity) last.until = step - 1;
    if (!isOpen) known.push({ from: step, until: Infinity, available });
    certainties.set(productId, known);
  };

  const wasShort = (productId: string, quantity: number, since: number): boolean =>
    certainties.get(productId)?.some(({ until, available }) => until >= since && available < quantity) ??
    true;

  const checkRefusal = (row: Reservation, since: number): void => {
    if (row.status !== 'REJECTED') return;
    const certain = row.shortages.some(({ productId, requested }) => wasShort(productId, requested, since));
    if (!certain)
      fail('no false refusal', `${row.orderId} was rejected although units could still be returned`);
  };

  return {
    balance: (step) => {
      for (const [productId, { available, received, open }] of stock.items) {
        noteCertainty(productId, available, open.length > 0, step);
        if (available < 0) fail('never oversold', `${productId}: ${available} available`);
        let inOpenBatches = 0;
        for (const batch of open) inOpenBatches += heldBy(batch);
        const sum = available + inOpenBatches + held(productId);
        if (sum !== received) fail('conserved', `${productId}: ${received} received, ${sum} found`);
      }
    },

    wrote: (id, row, before, since) => {
      const { state } = row;
      if (before === undefined) checkRefusal(state, since);
      else {
        if (batchOf(before.state) !== batchOf(state)) fail('a row keeps its batch', id);
        const isFinal = before.state.status === 'RELEASED' || before.state.status === 'REJECTED';
        if (isFinal && before.state.status !== state.status)
          fail('decided once', `${id} changed after it was final`);
      }
      for (const { type } of row.outbox?.events ?? []) {
        if (type !== 'StockReserved' && type !== 'StockReservationFailed') continue;
        const first = answers.get(id) ?? type;
        if (first !== type) fail('one answer', `${id} was both reserved and rejected`);
        answers.set(id, first);
      }
    },

    fail,
    violation: () => violation,
  };
};
