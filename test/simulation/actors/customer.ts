import { fingerprintOf, idFromKey } from '../../../shared/kernel/ids.ts';
import type { Caller } from '../../../shared/kernel/caller.ts';
import { setContact } from '../../../functions/notifications/set-contact.ts';
import type { RequestedContact } from '../../../functions/notifications/domain/contact.ts';
import type { Shop } from '../world/shop.ts';
import type { OrderPlan, Plan, Reach } from './plan.ts';
import { makeRequest } from './request.ts';

/** The interval at which a customer looks at the order, in milliseconds. A customer looks at most `MAX_LOOKS` times. */
const LOOK_MS = 20_000;
const MAX_LOOKS = 400;

const ended: readonly string[] = ['REJECTED', 'CANCELLED', 'EXPIRED', 'COMPLETED'];

/** What a customer enters as contact details, or `undefined` for a customer who enters none. */
export const contactOf = (reach: Reach, customer: string): RequestedContact | undefined => {
  const email = reach === 'bad-address' ? '@nowhere' : `${customer}@example.test`;
  const phone = '+4915112345678';
  switch (reach) {
    case 'nobody':
      return undefined;
    case 'email':
    case 'bad-address':
      return { email, channels: { email: true, sms: false } };
    case 'sms':
      return { phone, channels: { email: false, sms: true } };
    case 'both':
    case 'unproven':
      return { email, phone, channels: { email: true, sms: true } };
  }
};

/**
 * The channels on which a customer must be notified. If the customer's token does not state that the addresses are
 * verified, the customer gets no messages.
 */
export const channelsOf = (reach: Reach): readonly ('email' | 'sms')[] => {
  if (reach === 'unproven') return [];
  const { email = false, sms = false } = contactOf(reach, '')?.channels ?? {};
  return [...(email ? (['email'] as const) : []), ...(sms ? (['sms'] as const) : [])];
};

/** Only German numbers get text messages. */
const numbers = { DE: /^\+49\d+$/ };

/** Stores the contact details of all customers, without faults. */
export const tellContacts = async (shop: Shop, plan: Plan): Promise<void> => {
  const { stores, world, ports } = shop;
  const tell = setContact({ contacts: stores.contacts, numbers, now: world.kernel.now, pause: ports.pause });
  for (const [customer, reach] of Object.entries(plan.reach)) {
    const contact = contactOf(reach, customer);
    if (contact === undefined) continue;
    const { email, phone } = contact;
    const proven = {
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
    };
    await tell({ id: customer, roles: ['customer'], ...(reach === 'unproven' ? {} : proven) }, contact);
  }
};

/**
 * Schedules the planned requests to erase customers' data. Checks that none of the requests succeeds while the
 * customer's account exists.
 */
export const playErasures = (shop: Shop, plan: Plan): void => {
  const { kernel } = shop.world;
  const { accounts } = shop.stores;
  for (const { customer, atMs, by, repeatMs } of plan.erasures) {
    accounts.ids.add(customer);
    const caller: Caller =
      by === 'customer' ? { id: customer, roles: ['customer'] } : { id: 'admin', roles: ['admin'] };
    const ask = (): void =>
      makeRequest(shop, {
        name: `${by} asks to forget ${customer}`,
        cause: 'RequestErasure',
        tries: 30,
        run: (trace) => shop.services.requestErasure(caller, customer, trace),
        end: ({ value }) => {
          if (value === undefined || !accounts.ids.has(customer)) return;
          kernel.fail(
            'account-is-gone',
            `${by} was told that ${customer} is forgotten, whose account is there`,
          );
        },
      });
    kernel.at(atMs, ask);
    if (repeatMs !== undefined) kernel.at(atMs + repeatMs, ask);
  }
};

/**
 * Schedules what a customer does with one order: place it, and perhaps pay or cancel it.
 * @returns the order's id.
 */
export const playCustomer = (shop: Shop, plan: OrderPlan, onPlaced: (orderId: string) => void): string => {
  const { world, services, stores, provider } = shop;
  const { kernel, random } = world;
  const caller: Caller = { id: plan.customer, roles: ['customer'] };
  // Without an idempotency key, each request creates another order. So a customer without a key does not repeat a
  // request that may have succeeded.
  const freshId = world.newId();
  const orderId = plan.key === undefined ? freshId : idFromKey(['order', caller.id], plan.key);
  const name = world.nameOrder(orderId);
  let isPlaced = false;

  const place = (quantityMore: number, tries: number): void => {
    const items = plan.lines.map(({ productId, quantity }) => ({
      productId,
      quantity: quantity + quantityMore,
    }));
    makeRequest(shop, {
      name: `${plan.customer} places ${name}`,
      cause: 'PlaceOrder',
      tries: plan.key === undefined ? 1 : 4,
      run: (trace) =>
        services.placeOrder(
          {
            orderId,
            customerId: caller.id,
            items,
            ...(plan.note === undefined ? {} : { note: plan.note }),
            fingerprint: fingerprintOf([items, plan.note ?? null]),
            repeatable: plan.key !== undefined,
          },
          trace,
        ),
      end: ({ refusal }) => {
        // If the response was lost, the customer finds the order in the list of orders.
        if (stores.orders.rows.has(orderId)) return placed();
        if (refusal?.code === 'order.product-not-available' && tries > 1) {
          kernel.after(10_000 + random.below(20_000), () => place(quantityMore, tries - 1));
        }
      },
    });
  };

  const placed = (): void => {
    if (isPlaced) return;
    isPlaced = true;
    onPlaced(orderId);
    if (plan.payment !== 'never') kernel.after(random.below(LOOK_MS), () => look(MAX_LOOKS));
    for (const delay of plan.cancelsMs) kernel.after(delay, cancel);
    if (plan.forgedMs !== undefined) kernel.after(plan.forgedMs, () => provider.forge(orderId));
  };

  const look = (looks: number): void => {
    const order = stores.orders.rows.get(orderId)?.state;
    if (looks === 0 || order === undefined || ended.includes(order.status)) return;
    if ('paymentLink' in order && order.paymentLink !== undefined) {
      return kernel.after(plan.hesitatesMs, () => pay());
    }
    return kernel.after(LOOK_MS, () => look(looks - 1));
  };

  const pay = (): void => {
    if (plan.payment === 'pays') return void provider.pay(orderId);
    provider.decline(orderId);
    const more = random.pick([0, 0, 0, 0, 0, 0, 1, 1, 4, 6]);
    for (let n = 1; n <= more; n += 1) kernel.after(5000 * n, () => provider.decline(orderId));
    if (plan.payment !== 'declined-then-pays') return undefined;
    return kernel.after(random.below(120_000), () => void provider.pay(orderId));
  };

  const cancel = (): void =>
    makeRequest(shop, {
      name: `${plan.customer} cancels ${name}`,
      cause: 'CancelOrder',
      tries: 3,
      run: (trace) => services.cancelOrder(caller, orderId, undefined, trace),
    });

  kernel.at(plan.placedAtMs, () => place(0, 6));
  for (const delay of plan.repeatsMs) kernel.at(plan.placedAtMs + delay, () => place(0, 2));
  if (plan.reusesKey) kernel.at(plan.placedAtMs + 40_000, () => place(1, 1));
  return orderId;
};
