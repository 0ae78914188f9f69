import type { Dispute } from '../../../functions/payments/domain/payment.ts';
import type {
  ListedRefund,
  ProviderSession,
  RefundOrder,
  SessionRequest,
} from '../../../functions/payments/domain/payment-gateway.ts';

/** The faults of the provider. An empty object means none. */
export interface GatewayBehaviour {
  /** How many of the next calls have no effect and get no response. */
  readonly timeOutBeforeActing?: number;
  /** How many of the next calls take effect but get no response. */
  readonly timeOutAfterActing?: number;
  /** New refunds are rejected. Earlier refunds do not change. */
  readonly refuseRefunds?: boolean;
  /** New refunds are accepted but stay pending until `endRefund`. */
  readonly refundsTakeTime?: boolean;
  /** New sessions are rejected. */
  readonly refuseSessions?: boolean;
}

/** A refund that the provider accepted. */
export interface GatewayRefund {
  readonly order: RefundOrder;
  readonly status: 'under-way' | 'settled' | 'failed';
  /** True if the refund ever settled, even if it failed afterwards. */
  readonly wasSettled: boolean;
}

export interface GatewaySession extends ProviderSession {
  readonly request: SessionRequest;
  /** Refunds by idempotency key. */
  readonly refunds: ReadonlyMap<string, GatewayRefund>;
  /** The refunds that people made in the provider's console. */
  readonly outside: readonly { readonly amount: number; readonly isReturned: boolean }[];
  readonly disputes: readonly Dispute[];
}

/** The result of a refund, as the provider lists it. */
export const resultOf = (status: GatewayRefund['status']): ListedRefund['result'] => {
  switch (status) {
    case 'under-way':
      return { outcome: 'taken-on' };
    case 'settled':
      return { outcome: 'settled' };
    case 'failed':
      return { outcome: 'failed', reason: 'returned-by-bank' };
  }
};

/** A session as the provider returns it. */
export const viewOf = ({ id, url, status, amount, currency, paidAt }: GatewaySession): ProviderSession => ({
  id,
  url,
  status,
  amount,
  currency,
  ...(paidAt === undefined ? {} : { paidAt }),
});
