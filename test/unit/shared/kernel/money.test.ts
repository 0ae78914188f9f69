import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toStripeAmount } from '../../../../functions/payments/adapters/stripe-values.ts';
import { messages } from '../../../../functions/notifications/messages.ts';
import { paymentPage } from '../../../../simulators/payment-gateway/page/payment-page.tsx';
import {
  formatMoney,
  isoCurrencies,
  isPayableCurrency,
  largestTotal,
  problemOfTotal,
  smallestTotal,
  stepOf,
  totalOf,
} from '../../../../shared/kernel/money.ts';

/*
 * This test must pass on every version of Node, because each has other currency data. To run this test on another
 * version:
 *
 *   NODE_OPTIONS=--experimental-vm-modules OTHER_NODE node_modules/jest/bin/jest.js \
 *     --selectProjects unit --runTestsByPath test/unit/shared/kernel/money.test.ts
 */

/** The currencies of ISO 4217, list one, that do not have two decimals. */
const unusual: Readonly<Record<string, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
  4: 'CLF UYW'.split(' '),
};
const isoDecimalsOf = (currency: string): number =>
  Number(Object.keys(unusual).find((decimals) => unusual[decimals]?.includes(currency)) ?? 2);

/** The currencies that Stripe shows with no or with three decimals. It shows all others with two. */
const zeroDecimal = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const threeDecimal = 'BHD JOD KWD OMR TND'.split(' ');
/** The currencies whose amounts Stripe expects in hundredths that must be 00. */
const wholeHundreds = ['ISK', 'UGX'];

/** What Stripe shows for an amount, without the currency symbol and without thousands separators. */
const shownByStripe = (amount: number, currency: string): string => {
  const decimals = zeroDecimal.includes(currency) ? 0 : threeDecimal.includes(currency) ? 3 : 2;
  const digits = String(amount).padStart(decimals + 1, '0');
  return `${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`;
};

/** The number at the end of a text about money, without separators. Currency symbols may have a point: `Cg.5.00`. */
const numberIn = (text: string): string => (/\d[\d,]*(?:[.]\d+)?$/.exec(text)?.[0] ?? '').replaceAll(',', '');
/** A number without the zeros at the end of its decimals: `5.00` and `5` are the same amount. */
const plain = (number: string): string => number.replace(/[.]?0*$/, (end) => (end.includes('.') ? '' : end));

const currencies = isoCurrencies();
const payable = currencies.filter(isPayableCurrency);

describe('money', () => {
  it('is summed in minor units, without fractions', () => {
    expect(
      totalOf([
        { quantity: 3, unitAmount: 199 },
        { quantity: 1, unitAmount: 10 },
      ]),
    ).toBe(607);
  });

  it.each([
    ['EUR', 125_000, '€1,250.00'],
    ['JPY', 1250, '¥1,250'],
    ['KWD', 1250, 'KWD\u{a0}1.250'],
    ['ISK', 1250, 'ISK\u{a0}1,250'],
    ['UGX', 1250, 'UGX\u{a0}1,250'],
    ['HUF', 125_000, 'HUF\u{a0}1,250.00'],
    ['PKR', 125_000, 'PKR\u{a0}1,250.00'],
    ['IQD', 1250, 'IQD\u{a0}1.250'],
  ])('in %s is written with the decimals that ISO 4217 gives it', (currency, amount, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });

  it.each(currencies)(
    'in %s is written with the decimals that the standard gives it, on any Node',
    (currency) => {
      const decimals = isoDecimalsOf(currency);
      const [, fraction = ''] = numberIn(formatMoney(1, currency)).split('.');
      expect(fraction).toHaveLength(decimals);
    },
  );

  it('has the 165 currencies and funds of the standard that have a minor unit', () => {
    expect(new Set(currencies).size).toBe(165);
    expect(currencies.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(currencies).not.toEqual(expect.arrayContaining(['XDR', 'XSU', 'HRK', 'BGN', 'ANG', 'XAU']));
    expect(payable).toHaveLength(137);
  });
});

/** A total that the shop accepts: the smallest, the largest, or any between them. */
const acceptedTotal = (currency: string): fc.Arbitrary<number> => {
  const step = stepOf(currency);
  const most = Math.floor(largestTotal(currency) / step);
  return fc
    .oneof(
      fc.constant(Math.ceil(smallestTotal(currency) / step)),
      fc.constant(most),
      fc.integer({ min: Math.ceil(smallestTotal(currency) / step), max: most }),
      fc.integer({ min: Math.ceil(smallestTotal(currency) / step), max: 100_000 }),
    )
    .map((steps) => steps * step);
};

describe('a total that the shop accepts', () => {
  it.each(payable)('in %s is shown by Stripe as by the mail and the payment page', (currency) => {
    fc.assert(
      fc.property(acceptedTotal(currency), (amount) => {
        expect(problemOfTotal(amount, currency)).toBeUndefined();
        const sent = toStripeAmount(amount, currency);
        expect(Number.isInteger(sent)).toBe(true);
        expect(sent).toBeLessThanOrEqual(999_999_999_999);
        if (threeDecimal.includes(currency)) expect(sent % 10).toBe(0);
        if (wholeHundreds.includes(currency)) expect(sent % 100).toBe(0);

        const atStripe = plain(shownByStripe(sent, currency));
        const payBy = '2026-03-01T10:00:00.000Z';
        const mail = messages.PaymentLinkCreated.content({
          orderId: '0195a5a5-0000-7000-8000-000000000001',
          customerId: 'alice',
          paymentLink: 'https://pay.example/1',
          amount,
          currency,
          payBy,
        });
        expect(plain(numberIn(mail.action?.label ?? ''))).toBe(atStripe);
        const session = { orderId: '1', status: 'open', amount, currency, payBy, refundedAmount: 0 } as const;
        const button = /Pay ([^<]*)<\/button>/.exec(String(paymentPage(session).body))?.[1] ?? '';
        expect(plain(numberIn(button))).toBe(atStripe);
      }),
      { numRuns: 40 },
    );
  });

  it.each(currencies.filter((currency) => !isPayableCurrency(currency)))(
    'does not exist in %s, which Stripe does not take',
    (currency) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (amount) => {
          expect(problemOfTotal(amount, currency)).toBe('currency-not-accepted');
        }),
        { numRuns: 40 },
      );
    },
  );
});
