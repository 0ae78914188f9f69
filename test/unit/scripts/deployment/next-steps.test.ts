import { describe, expect, test } from '@jest/globals';
import { stageSettings } from '../../../../infra/stage-config.ts';
import { nextSteps } from '../../../../scripts/deployment/next-steps.ts';
import { sampleSettings } from '../../../../scripts/deployment/sample-settings.ts';

const deployed = {
  stack: { apiUrl: 'https://api.brezelbar.de', region: 'eu-central-1', tables: {}, queues: {} },
  outputs: { 'orderly-production-api': { DomainTarget: 'd-1a2b.execute-api.eu-central-1.amazonaws.com' } },
  settingsFile: '/shop/own.json',
};

describe('the next steps after a deployment', () => {
  test('of production are its DNS record, the confirmation of alarms, and the webhook', () => {
    const settings = stageSettings('production', {}, { file: sampleSettings });

    expect(nextSteps(settings, deployed)).toEqual([
      'Point api.brezelbar.de to d-1a2b.execute-api.eu-central-1.amazonaws.com.',
      expect.stringContaining('alarm@brezelbar.de'),
      expect.stringContaining('Register https://api.brezelbar.de/webhooks/payments'),
    ]);
  });

  test('of a sandbox without settings name the file in which to set an address for alarms', () => {
    expect(nextSteps(stageSettings('sandbox', {}), deployed)).toEqual([
      'Nobody is told of alarms. Set "alarmEmail" in /shop/own.json, and deploy again.',
    ]);
  });
});
