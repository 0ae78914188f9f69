import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { unitsOf } from '../../../../../../functions/inventory/domain/escrow/manifest.ts';
import { creditOf } from '../../../../../../functions/inventory/domain/escrow/roll-batch.ts';
import { soldOutMemory } from '../../../../../../functions/inventory/domain/escrow/sold-out.ts';
import { fit, nextStep } from '../../../../../../functions/inventory/domain/escrow/taking.ts';

const lines = fc
  .array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 })
  .map((quantities) => quantities.map((quantity, n) => ({ quantity, n })));
const available = fc.nat(40);

describe('what is available', () => {
  it('is given to no more than it lasts for, and to all that it lasts for', () => {
    fc.assert(
      fc.property(lines, available, (wanted, units) => {
        const { fitting, left } = fit(wanted, units);
        expect(unitsOf(fitting)).toBeLessThanOrEqual(units);
        for (const { quantity } of left) expect(quantity).toBeGreaterThan(units - unitsOf(fitting));
      }),
    );
  });

  it('is given in the order in which it was asked for, and every line is somewhere', () => {
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

  it('goes to a small order when a bigger one before it cannot be served', () => {
    expect(fit([{ quantity: 3 }, { quantity: 5 }, { quantity: 1 }], 4)).toEqual({
      fitting: [{ quantity: 3 }, { quantity: 1 }],
      left: [{ quantity: 5 }],
    });
  });
});

describe('the next step', () => {
  it('is to take what fits, whatever is open', () => {
    for (const open of [[], ['b']]) {
      expect(nextStep([{ quantity: 5 }, { quantity: 2 }], { available: 3, open })).toEqual({
        step: 'take',
        lines: [{ quantity: 2 }],
        left: [{ quantity: 5 }],
      });
    }
  });

  it('is to refuse only where nothing fits and nothing is open', () => {
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

describe('what a batch gives back', () => {
  const rolled = fc.array(
    fc.record({ line: fc.record({ quantity: fc.integer({ min: 1, max: 9 }) }), ours: fc.boolean() }),
  );

  it('is, of a reservation, all that its own rows do not stand for, and of a release, all that they do', () => {
    fc.assert(
      fc.property(rolled, (all) => {
        const own = unitsOf(all.filter(({ ours }) => ours).map(({ line }) => line));
        expect(creditOf('release', all)).toBe(own);
        expect(creditOf('reserve', all)).toBe(unitsOf(all.map(({ line }) => line)) - own);
      }),
    );
  });
});

describe('the memory of what was sold out', () => {
  const at = (seconds: number) => new Date(1_772_352_000_000 + seconds * 1000).toISOString();

  it('lasts for a moment', () => {
    let now = at(0);
    const memory = soldOutMemory(() => now, 1);
    memory.note('bun', { available: 0, open: [] });
    expect(memory.availableOf('bun')).toBe(0);
    now = at(1);
    expect(memory.availableOf('bun')).toBeUndefined();
  });

  it('keeps no snapshot with something open, and forgets an older one for it', () => {
    const memory = soldOutMemory(() => at(0));
    memory.note('bun', { available: 0, open: [] });
    memory.note('bun', { available: 0, open: ['b'] });
    expect(memory.availableOf('bun')).toBeUndefined();
    expect(memory.availableOf('mug')).toBeUndefined();
  });

  it('begins again rather than grow for ever', () => {
    const memory = soldOutMemory(() => at(0));
    for (let n = 0; n <= 1000; n += 1) memory.note(`p${n}`, { available: 0, open: [] });
    expect(memory.availableOf('p0')).toBeUndefined();
    expect(memory.availableOf('p1000')).toBe(0);
  });
});
