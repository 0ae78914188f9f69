import type { GatewaySession } from '../../support/memory/gateway-session.ts';
import type { MemoryPaymentGateway } from '../../support/memory/payment-gateway.ts';
import type { World } from './world.ts';

/**
 * Returns a function that schedules what people and banks do with a paid session, without a request from Orderly.
 * People refund money in the provider's console. Banks return such refunds, and open and decide disputes. `announce`
 * sends a webhook about each of these changes.
 */
export const peopleAtProvider = (
  { kernel, faults, random, trace, longestDelayMs }: World,
  memory: MemoryPaymentGateway,
  announce: (sessionId: string) => void,
): ((session: GatewaySession) => void) => {
  const later = (act: () => void): void =>
    kernel.after(1 + random.below(random.pick([1000, 60_000, longestDelayMs])), act);

  const refund = ({ id, amount }: GatewaySession): void => {
    const all = memory.heldOf(id);
    const part = random.chance(0.4) ? all : Math.ceil(amount * random.pick([0.1, 0.4, 0.6]));
    if (part < 1 || !memory.refundOutside(id, part)) return;
    trace.note(() => `provider: ${part} of ${id} is refunded in the console`);
    announce(id);
    if (!faults.strikes('outside-returned')) return;
    later(() => {
      memory.returnOutside(id);
      trace.note(() => `provider: the bank returns a refund of ${id}`);
      announce(id);
    });
  };

  const dispute = ({ id }: GatewaySession): void => {
    if (!memory.dispute(id)) return;
    trace.note(() => `provider: ${id} is disputed`);
    announce(id);
    later(() => {
      const status = random.pick(['WON', 'LOST'] as const);
      memory.decide(id, status);
      trace.note(() => `provider: the dispute of ${id} is ${status}`);
      announce(id);
    });
  };

  return (session) => {
    if (faults.strikes('refunded-outside')) {
      later(() => {
        refund(session);
        // A second refund at nearly the same time makes two workers of Orderly ask the provider at once.
        if (random.chance(0.3)) kernel.after(random.below(500), () => refund(session));
      });
      if (random.chance(0.3)) later(() => refund(session));
    }
    if (faults.strikes('disputed')) later(() => dispute(session));
  };
};
