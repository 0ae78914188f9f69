import { describe, expect, it } from '@jest/globals';
import { farewell } from '../../../../scripts/deployment/farewell.ts';

const stack = { apiUrl: 'http://localhost:4567/v1', region: 'eu-central-1', tables: {}, queues: {} };

describe('what npm start says at its end', () => {
  it('names the canary if the stage has one, and how to give it a key', () => {
    expect(farewell(stack, { detach: true, canaryMinutes: 5 })).toContain(
      'Canary          runs every 5 minutes, once it has a key: npm run canary\n',
    );
    expect(farewell(stack, { detach: true })).not.toContain('Canary');
  });

  it('names the shop, and how to stop Orderly', () => {
    expect(farewell(stack, { detach: true })).toContain('Shop            http://localhost:4567/\n');
    expect(farewell(stack, { detach: true })).toContain('npm stop');
    expect(farewell(stack, { detach: false })).toContain('press Ctrl-C');
  });
});
