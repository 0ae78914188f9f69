import { describe, expect, it } from '@jest/globals';
import { drawChart } from '../../../../bench/report/chart.ts';
import { targetsOf } from '../../../../bench/report/targets.ts';
import type { MeteredCost } from '../../../../bench/measure/metered-run.ts';

describe('a chart', () => {
  const chart = {
    title: 'a < b & c',
    x: 'batch',
    y: 'rate',
    lines: [
      { label: 'one', color: '#000', points: [[1, 10] as const, [100, 1000] as const] },
      { label: 'two', color: '#111', points: [[1, 10] as const, [100, 10] as const], unnamed: true },
    ],
  };

  it('draws the smallest value at the bottom left and the largest at the top right', () => {
    const [, left = '', bottom = '', right = '', top = ''] =
      /d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke="#000"/.exec(drawChart(chart)) ?? [];
    expect(Number(left)).toBeLessThan(Number(right));
    expect(Number(bottom)).toBeGreaterThan(Number(top));
  });

  it('escapes text, names a line once, and gives the same text for the same chart', () => {
    const svg = drawChart(chart);
    expect(svg).toContain('a &lt; b &amp; c');
    expect(svg).toContain('>one</text>');
    expect(svg).not.toContain('>two</text>');
    expect(drawChart(chart)).toBe(svg);
  });
});

describe('the targets', () => {
  const cost = (batchSize: number, hot: number, units: number) =>
    ({
      step: 'group-commit',
      batchSize,
      hotWritesPerOrder: hot,
      writeUnitsPerOrder: units,
    }) as unknown as MeteredCost;

  it('are missed by figures that are too high, and by figures that are not there', () => {
    const targets = targetsOf([cost(10, 0.2, 1.3), cost(99, 0.03, 1.061)], [], []);
    const verdict = Object.fromEntries(targets.map(({ what, met }) => [what, met]));
    expect(verdict).toMatchObject({
      'Hot-item writes per order, batch 10': true,
      'Hot-item writes per order, batch 99': false,
      'Write units per order up to RESERVED, batch 10': true,
      'Write units per order up to RESERVED, batch 50': false,
      'Write units per order up to RESERVED, batch 99': true,
      'Projected saturation, batch 10': false,
    });
  });
});
