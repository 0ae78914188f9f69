import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { unitsOf } from '../../../../../functions/inventory/group-commit/batch-intent.ts';
import { creditOf } from '../../../../../functions/inventory/group-commit/finish-batch.ts';
import { soldOutMemory } from '../../../../../functions/inventory/group-commit/sold-out.ts';
import { fit, nextStep } from '../../../../../functions/inventory/group-commit/taking.ts';

const lines = fc
  .array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 })
  .map((quantities) => quantities.map((quantity, n) => ({ quantity, n })));
const available = fc.nat(40);

describe('the available units', () => {
  it('serve no more lines than they suffice for, and every line that still fits', () => {
    fc.assert(
      fc.property(lines, available, (wanted, units) => {
        const { fitting, left } = fit(wanted, units);
        expect(unitsOf(fitting)).toBeLessThanOrEqual(units);
        for (const { quantity } of left) expect(quantity).toBeGreaterThan(units - unitsOf(fitting));
      }),
    );
  });

  it('serve lines in their order, and no line is lost', () => {
    fc.assert(
      fc.property(lines, available, (wanted, units) => {
        const { fitting, left } = fit(wanted, units);
        const ordered = (some: readonly { readonly n: number }[]) =>
          some.every(({ n }, at) => at === 0 || some[at - 1]!.n < n);
        expect([ordered(fitting), ordered(left)]).toEqual([true, true]);
        expect([...fitting, ...left].sort((a, b) => a.n - b.n)).toEqual(wanted);
      }),
    );
  });

  it('serve a small order if a bigger one before it does not fit', () => {
    expect(fit([{ quantity: 3 }, { quantity: 5 }, { quantity: 1 }], 4)).toEqual({
      fitting: [{ quantity: 3 }, { quantity: 1 }],
      left: [{ quantity: 5 }],
    });
  });
});

describe('the next step', () => {
  it('is to take what fits, even if a batch is open', () => {
    for (const open of [[], ['b']]) {
      expect(nextStep([{ quantity: 5 }, { quantity: 2 }], { available: 3, open })).toEqual({
        step: 'take',
        lines: [{ quantity: 2 }],
        left: [{ quantity: 5 }],
      });
    }
  });

  it('is to refuse only if nothing fits and no batch is open', () => {
    fc.assert(
      fc.property(lines, available, fc.array(fc.string(), { maxLength: 2 }), (wanted, units, open) => {
        fc.pre(wanted.length > 0);
        const none = wanted.every(({ quantity }) => quantity > units);
        const { step } = nextStep(wanted, { available: units, open });
        expect(step).toBe(none ? (open.length === 0 ? 'refuse' : 'wait') : 'take');
      }),
    );
  });
});

describe('what a batch returns', () => {
  const finished = fc.array(
    fc.record({ line: fc.record({ quantity: fc.integer({ min: 1, max: 9 }) }), ours: fc.boolean() }),
  );

  it('is all that its own rows did not reserve, or all that its own rows released', () => {
    fc.assert(
      fc.property(finished, (all) => {
        const own = unitsOf(all.filter(({ ours }) => ours).map(({ line }) => line));
        expect(creditOf('release', all)).toBe(own);
        expect(creditOf('reserve', all)).toBe(unitsOf(all.map(({ line }) => line)) - own);
      }),
    );
  });
});

describe('the memory of sold-out products', () => {
  const at = (seconds: number) => new Date(1_772_352_000_000 + seconds * 1000).toISOString();

  it('lasts for a moment', () => {
    let now = at(0);
    const memory = soldOutMemory(() => now, 1);
    memory.note('bun', { available: 0, open: [] });
    expect(memory.availableOf('bun')).toBe(0);
    now = at(1);
    expect(memory.availableOf('bun')).toBeUndefined();
  });

  it('keeps no snapshot with an open batch, and forgets an older one', () => {
    const memory = soldOutMemory(() => at(0));
    memory.note('bun', { available: 0, open: [] });
    memory.note('bun', { available: 0, open: ['b'] });
    expect(memory.availableOf('bun')).toBeUndefined();
    expect(memory.availableOf('mug')).toBeUndefined();
  });

  it('is cleared when it is full', () => {
    const memory = soldOutMemory(() => at(0));
    for (let n = 0; n <= 1000; n += 1) memory.note(`p${n}`, { available: 0, open: [] });
    expect(memory.availableOf('p0')).toBeUndefined();
    expect(memory.availableOf('p1000')).toBe(0);
  });
});
