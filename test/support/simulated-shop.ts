import { Published } from './cloudwatch.ts';
import { seeded } from './seeded.ts';

/** How many orders a shop gets, and how many other requests for each order. */
export interface Traffic {
  readonly ordersADay: number;
  readonly requestsForEachOrder: number;
}

/** What fails in a simulated shop. Shares are from 0 to 1. */
export interface Trouble {
  /** The share of requests `POST /orders` that get a response with status 500 or above. */
  readonly placing?: number;
  /** The share of all other requests that get a response with status 500 or above. */
  readonly others?: number;
  /** How often per hour a rarely used route is called. All these calls fail. */
  readonly rareFailuresAnHour?: number;
  readonly webhooksRejected?: boolean;
  /** True if customers cannot pay although no part of Orderly reports an error. */
  readonly nobodyPays?: boolean;
}

/** The share of requests with a client error. This share and the shares below apply to every shop, healthy or not. */
const CLIENT_ERRORS = 0.2;
const PAID = 0.7;
const TRANSIENT = 0.0001;
const DAY = 24 * 60;
/** Customers who pay do so less than this many minutes after placing the order. */
const PAYS_WITHIN = 20;

const api = { ApiName: 'orderly-production-api', Stage: 'v1' };

/**
 * Draws how many independent events happen if `mean` is their mean number: a Poisson number. If `mean` is above 50, the
 * number is drawn from a normal distribution instead, which is nearly the same.
 */
const poisson = (uniform: () => number, mean: number): number => {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let count = 0;
  for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count += 1;
  return count;
};

/**
 * Publishes the metrics of a simulated shop, minute by minute: those of API Gateway, and those that functions count.
 * @param trouble what fails from minute `from` on. Before that, the shop is healthy.
 */
export const simulatedShop = (
  { ordersADay, requestsForEachOrder }: Traffic,
  trouble: Trouble,
  { from, until, seed }: { readonly from: number; readonly until: number; readonly seed: number },
): Published => {
  const draw = seeded(seed);
  const uniform = (): number => (draw(1_000_000) + 1) / 1_000_001;
  const published = new Published();
  const some = (mean: number): number => poisson(uniform, mean);
  /**
   * Draws how many of `of` events have a property: a binomial number. If `of` is above 50, the number is drawn from a
   * Poisson distribution with the same mean instead, and is at most `of`.
   */
  const share = (of: number, fraction: number): number => {
    if (fraction === 1) return of;
    if (of > 50) return Math.min(of, some(of * fraction));
    return Array.from({ length: of }, uniform).filter((drawn) => drawn <= fraction).length;
  };
  const requests = (
    minute: number,
    dimensions: Readonly<Record<string, string>>,
    all: number,
    failed: number,
  ): void => {
    if (all === 0) return;
    const errors = { '5XXError': failed, '4XXError': share(all - failed, CLIENT_ERRORS) };
    for (const [metric, sum] of Object.entries(errors)) {
      published.put({ namespace: 'AWS/ApiGateway', metric, dimensions }, minute, sum, all);
    }
  };
  const count = (
    minute: number,
    metric: string,
    service: string | undefined,
    sum: number,
    samples: number,
  ): void => {
    if (samples === 0) return;
    const dimensions = { ...(service === undefined ? {} : { service }), stage: 'production' };
    published.put({ namespace: 'Orderly', metric, dimensions }, minute, sum, samples);
  };

  for (let minute = 0; minute < until; minute += 1) {
    const now: Trouble = minute < from ? {} : trouble;
    const orders = some(ordersADay / DAY);
    const others = some((ordersADay * requestsForEachOrder) / DAY);
    const rare = some((now.rareFailuresAnHour ?? 0) / 60);
    const unplaced = share(orders, now.placing ?? TRANSIENT);
    const placed = orders - unplaced;
    requests(minute, { ...api, Method: 'POST', Resource: '/orders' }, orders, unplaced);
    requests(minute, api, orders + others + rare, unplaced + share(others, now.others ?? TRANSIENT) + rare);
    // As in business-metrics.ts, OrdersPaidInTime gets a 0 for each placed order and later a 1 for each paid order.
    count(minute, 'OrdersPlaced', 'orders', placed, placed);
    count(minute, 'OrdersPaidInTime', 'orders', 0, placed);
    const payments = share(placed, PAID);
    const pays = minute + draw(PAYS_WITHIN);
    const atPayment: Trouble = pays < from ? {} : trouble;
    if (atPayment.webhooksRejected === true) count(pays, 'WebhooksRejected', undefined, payments, payments);
    else if (atPayment.nobodyPays !== true) count(pays, 'OrdersPaidInTime', 'orders', payments, payments);
  }
  return published;
};
