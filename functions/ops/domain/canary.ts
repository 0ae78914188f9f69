/** An order as the canary sees it. */
export interface CanaryOrder {
  readonly orderId: string;
  readonly status: string;
  /** Whether the customer could pay now. */
  readonly hasPaymentLink: boolean;
  /** The correlation id of the response, if it had one. */
  readonly correlationId?: string | undefined;
}

/** The shop as a partner sees it. Each operation sends one signed request to the public API. */
export interface CanaryShop {
  /** The units of the canary's product that can be ordered now. */
  available(): Promise<number>;
  /** Places an order of one unit. A repeated call with the same key returns the same order. */
  place(idempotencyKey: string): Promise<CanaryOrder>;
  load(orderId: string): Promise<CanaryOrder>;
  cancel(orderId: string): Promise<CanaryOrder>;
}

/** The steps of a run, in their order. */
export const canarySteps = [
  'read-key',
  'read-stock',
  'place-order',
  'offer-payment',
  'cancel-order',
  'read-back',
  'release-stock',
] as const;
export type CanaryStep = (typeof canarySteps)[number];

/** How a run ended. */
export type CanaryRun =
  | { readonly outcome: 'succeeded'; readonly orderId: string; readonly seconds: number }
  | {
      readonly outcome: 'failed';
      /** The step that failed. */
      readonly step: CanaryStep;
      readonly reason: string;
      /** Absent if no order was placed, as far as the canary knows. */
      readonly orderId?: string;
      /**
       * True if the failed run left its order open, and could not cancel the order afterwards. The order then ends when
       * a deadline passes.
       */
      readonly isLeftOpen: boolean;
    };

/**
 * True if the customer can pay the order now.
 * @throws Error if the customer can never pay the order.
 */
export const isPayable = ({ status, hasPaymentLink }: CanaryOrder): boolean => {
  if (status !== 'PENDING' && status !== 'AWAITING_PAYMENT') throw new Error(`The order is ${status}`);
  return status === 'AWAITING_PAYMENT' && hasPaymentLink;
};

/** @throws Error unless the order is cancelled. */
export const checkCancelled = ({ status }: CanaryOrder): void => {
  if (status !== 'CANCELLED') throw new Error(`The order is ${status}, and not CANCELLED`);
};
