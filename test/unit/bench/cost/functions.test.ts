import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isOurs } from '../../../../bench/cost/functions.ts';
import { projectRoot } from '../../../../scripts/console/paths.ts';

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('the functions that an order pays for', () => {
  it('are those of every service', () => {
    const services = foldersIn('functions');
    expect(services.length).toBeGreaterThan(5);
    expect(services.filter((service) => !isOurs(`${service}-relay`))).toEqual([]);
  });

  it('are none of a simulator', () => {
    const simulators = foldersIn('simulators');
    expect(simulators.length).toBeGreaterThan(1);
    expect(simulators.filter((simulator) => isOurs(`${simulator}-relay`))).toEqual([]);
  });
});
