import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { Plan } from '../actors/plan.ts';
import type { RestingMessage } from '../world/queue.ts';
import type { Shop } from '../world/shop.ts';
import { answerInvariants } from './answers.ts';
import { deploymentInvariants } from './deployments.ts';
import { endInvariants } from './ends.ts';
import { erasureInvariants } from './erasures.ts';
import { eventInvariants } from './events.ts';
import { insightsInvariants } from './insights.ts';
import { kitchenInvariants } from './kitchen.ts';
import { moneyInvariants } from './money.ts';
import { notificationInvariants } from './notifications.ts';
import type { Observer } from './observer.ts';
import { orderInvariants } from './orders.ts';
import { stockInvariants } from './stock.ts';
import { retentionInvariants } from './retention.ts';
import { watchdogInvariants } from './watchdog.ts';
import { webhookInvariants } from './webhooks.ts';

/** What the invariants need besides the shop. */
export interface ObservedParts {
  readonly plan: Plan;
  /** Returns true for a dead letter that can never be processed, so a person must look at it. */
  readonly needsAPerson: (message: RestingMessage) => boolean;
}

/** Creates the observers that check all invariants. To add an invariant, write an observer and add it here. */
const observersOf = (shop: Shop, { plan, needsAPerson }: ObservedParts): readonly Observer[] => [
  stockInvariants(shop),
  orderInvariants(shop),
  kitchenInvariants(shop),
  moneyInvariants(shop),
  eventInvariants(shop),
  answerInvariants(shop),
  watchdogInvariants(shop),
  deploymentInvariants(shop),
  webhookInvariants(shop),
  notificationInvariants(shop, plan),
  retentionInvariants(shop),
  erasureInvariants(shop, plan),
  insightsInvariants(shop),
  endInvariants(shop, needsAPerson),
];

/** Attaches all invariants to the shop. The returned `close` checks the invariants for the end of a run. */
export const observe = (shop: Shop, parts: ObservedParts): { readonly close: () => void } => {
  const { listeners, world } = shop;
  const observers = observersOf(shop, parts);
  for (const observer of observers) {
    if (observer.store !== undefined) listeners.store.push(observer.store);
    for (const [name, listener] of Object.entries(observer.queues ?? {})) {
      listeners.queue[name as InboxName].push(listener);
    }
    if (observer.onPublished !== undefined) listeners.published.push(observer.onPublished);
    if (observer.onTold !== undefined) listeners.told.push(observer.onTold);
    if (observer.onRefused !== undefined) listeners.refused.push(observer.onRefused);
    if (observer.onWebhook !== undefined) listeners.webhook.push(observer.onWebhook);
    if (observer.onFault !== undefined) world.ports.onFault(observer.onFault);
    if (observer.afterStep !== undefined) world.kernel.watch(observer.afterStep);
  }
  return {
    close: () => {
      for (const observer of observers) observer.atEnd?.();
    },
  };
};
