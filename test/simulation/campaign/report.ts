import { faultKinds } from '../kernel/faults.ts';
import type { Mutant } from '../mutants/mutant.ts';
import type { Hunt } from './campaign.ts';
import { seedText } from './shrink.ts';
import type { Tally } from './tally.ts';

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** Formats a campaign's figures: seeds, orders, speed, violations, and faults by kind. */
export const campaignReport = (
  { seeds, orders, steps, faults, failures }: Tally,
  seconds: number,
): string => {
  const sum = faultKinds.reduce((total, kind) => total + faults[kind], 0);
  return [
    `${grouped(seeds)} seeds, ${grouped(orders)} orders (${(orders / Math.max(1, seeds)).toFixed(1)} a seed), ` +
      `${grouped(steps)} steps, ${grouped(sum)} faults in ${seconds.toFixed(1)} s: ` +
      `${(seeds / seconds).toFixed(1)} seeds a second`,
    `${failures.length} violation${failures.length === 1 ? '' : 's'}`,
    '',
    'Faults by kind:',
    ...faultKinds.map((kind) => `  ${kind.padEnd(28)} ${grouped(faults[kind]).padStart(12)}`),
  ].join('\n');
};

/** Formats the table of mutants: which invariant found each mutant, and after how many seeds. */
export const mutantsReport = (mutants: readonly Mutant[], hunts: readonly Hunt[]): string =>
  [
    `${'service'.padEnd(14)} ${'mutant'.padEnd(30)} ${'seeds'.padStart(6)}  found by`,
    ...mutants.map(({ name, service }) => {
      const hunt = hunts.find(({ mutant }) => mutant === name);
      const seeds = hunt === undefined ? '?' : String(hunt.seeds);
      const found = hunt?.seed === undefined ? 'SURVIVED' : `${hunt.invariant} (seed ${seedText(hunt.seed)})`;
      return `${service.padEnd(14)} ${name.padEnd(30)} ${seeds.padStart(6)}  ${found}`;
    }),
  ].join('\n');
