import type { UnitMutant } from '../unit-mutant.ts';

/** Bugs in the rules about what an order costs and what was paid for it. */
export const moneyMutants: readonly UnitMutant[] = [
  {
    name: 'one-cent-pays-an-order',
    layer: 'domain',
    bug: 'An event about any amount, even one cent, makes an order PAID.',
    file: 'functions/orders/domain/payment.ts',
    find: 'amount === order.totalAmount && currency',
    replace: 'currency',
    test: 'test/unit/functions/orders/domain/payment.test.ts',
  },
  {
    name: 'any-currency-pays-an-order',
    layer: 'domain',
    bug: 'An event about the same number in another currency makes an order PAID.',
    file: 'functions/orders/domain/payment.ts',
    find: 'amount === order.totalAmount && currency === order.currency',
    replace: 'amount === order.totalAmount && currency !== undefined',
    test: 'test/unit/functions/orders/domain/payment.test.ts',
  },
  {
    name: 'total-that-nobody-can-pay',
    layer: 'domain',
    bug: 'An order whose total is too small for the provider is placed, and cancelled when its payment is requested.',
    file: 'functions/orders/domain/place.ts',
    find: 'if (problem !== undefined) return',
    replace: "if (problem === 'total-too-large') return",
    test: 'test/unit/functions/orders/place-order.test.ts',
  },
];
