import type { UnitMutant } from '../unit-mutant.ts';

/** Bugs in the rules about what an order costs and what was paid for it. */
export const moneyMutants: readonly UnitMutant[] = [
  {
    name: 'total-that-nobody-can-pay',
    layer: 'domain',
    bug: 'An order whose total the provider does not take is placed, and cancelled when its payment is requested.',
    file: 'functions/orders/domain/place.ts',
    find: 'if (problem !== undefined) return',
    replace: "if (problem === 'total-too-large') return",
    test: 'test/unit/functions/orders/place-order.test.ts',
  },
];
