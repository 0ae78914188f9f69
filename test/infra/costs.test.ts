import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { besideTable, BUSINESS_METRICS, idleLines, idleTable } from '../../bench/cost/idle.ts';
import { synthesised } from './synthesised.ts';

describe('docs/cost.md', () => {
  it('says what production costs idle, as counted in its templates: npm run bench:idle', () => {
    const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    const { templates } = synthesised('production');

    // Prettier aligns the columns of the page's tables, so the test ignores the widths of the cells.
    const cells = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-');
    expect(cells(page)).toContain(cells(idleTable(idleLines(Object.values(templates)))));
    expect(cells(page)).toContain(cells(besideTable()));
  });

  it('counts every metric that the code writes', () => {
    const source = (file: string) =>
      readFileSync(new URL(`../../shared/observability/${file}`, import.meta.url), 'utf8');
    const recorded = source('business-metrics.ts').matchAll(/(?:count|latency)\('(\w+)'/g);
    const union = /type Occurrence = (.*);/.exec(source('telemetry.ts'))?.[1] ?? '';
    const occurrences = [...union.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    const names = new Set([...recorded].map(([, name]) => name));
    expect(names.size).toBeGreaterThan(10);
    expect(occurrences.length).toBeGreaterThan(1);
    // `BUSINESS_METRICS` leaves out the canary's metric, because only a stage with a canary has it. The page says
    // separately what the canary costs.
    expect(occurrences).toContain('CanaryFailed');
    expect(new Set([...names, ...occurrences]).size - 1).toBe(BUSINESS_METRICS);
  });
});
