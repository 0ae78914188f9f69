import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Subject } from '../../functions/live/domain/topics.ts';
import type { Role } from '../support/callers.ts';
import { connectAs, type LiveSocket } from '../support/live-socket.ts';
import { kitchenStep, newCustomer, newProduct, placePaid } from '../support/shop.ts';

/**
 * What happens to a subscription: the server confirms it and reports changes, or confirms it and reports nothing, or
 * refuses it.
 */
type Outcome = 'hears' | 'silent' | 'refused';
type Standing = 'owner' | 'other customer' | 'staff' | 'admin';

/**
 * The outcome of each subscription for each person. The compiler demands a row for each subject that the service knows.
 */
const expected: Readonly<Record<Subject['to'], Readonly<Record<Standing, Outcome>>>> = {
  order: { owner: 'hears', 'other customer': 'silent', staff: 'hears', admin: 'hears' },
  kitchen: { owner: 'refused', 'other customer': 'refused', staff: 'hears', admin: 'hears' },
  operations: { owner: 'refused', 'other customer': 'refused', staff: 'hears', admin: 'hears' },
};
const owner = newCustomer();
const callers: Readonly<Record<Standing, readonly [sub: string, role: Role]>> = {
  owner: [owner, 'customer'],
  'other customer': [newCustomer(), 'customer'],
  staff: ['kim', 'staff'],
  admin: ['root', 'admin'],
};

const cases = Object.entries(expected).flatMap(([to, row]) =>
  Object.entries(row).map(([standing, outcome]) => ({ to, standing: standing as Standing, outcome })),
);

/** What a connection has heard about a subject. */
const outcomeOf = ({ heard }: LiveSocket): Outcome => {
  if (heard.some(({ type }) => type === 'error')) return 'refused';
  return heard.some(({ type }) => type === 'changed') ? 'hears' : 'silent';
};

describe(`the authorisation matrix of live connections: ${cases.length} cases`, () => {
  const sockets: LiveSocket[] = [];
  let orderId: string;

  beforeAll(async () => {
    ({ orderId } = await placePaid(owner, await newProduct(5)));
    for (const { to, standing, outcome } of cases) {
      const socket = await connectAs(...callers[standing]);
      sockets.push(socket);
      socket.subscribe({ to, ...(to === 'order' && { orderId }) });
      await socket.hears({ type: outcome === 'refused' ? 'error' : 'subscribed' });
    }
    await kitchenStep(orderId, 'start');
    // Waits until each connection that should hear of the change has heard of it. By then, a wrong push to another
    // connection has probably arrived, too.
    for (const [index, { outcome }] of cases.entries()) {
      if (outcome === 'hears') await sockets[index]?.hears({ type: 'changed' });
    }
  });
  afterAll(() => {
    for (const socket of sockets) socket.close();
  });

  it.each(cases.map((one, index) => [one.to, one.standing, one.outcome, index] as const))(
    'a subscription to %s, by: %s, is as expected: %s',
    async (to, _standing, outcome, index) => {
      const socket = sockets[index];
      expect(socket && outcomeOf(socket)).toBe(outcome);
      expect(socket?.heard.filter(({ type }) => type === 'error').map(({ code }) => code)).toEqual(
        outcome === 'refused' ? ['live.role-missing'] : [],
      );
      expect(socket?.heard.filter(({ type }) => type === 'changed').every((one) => one['to'] === to)).toBe(
        true,
      );
    },
  );
});
