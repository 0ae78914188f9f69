import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LEAST_LIMIT } from '../../functions/notifications/domain/message-limit.ts';
import { readSettingsFile, SETTINGS_FILE, settingsPath } from '../../infra/settings-file.ts';
import { stageSettings, type Stage } from '../../infra/stage-config.ts';
import { projectRoot } from '../../scripts/console/paths.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';

describe('the file with the settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-settings-'));
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  /** Reads the settings as the commands and the CDK app do, and checks them. */
  const read = (path: string, stage: Stage = 'sandbox') =>
    stageSettings(stage, {}, readSettingsFile({ ORDERLY_SETTINGS: path }));

  it('is the one in the project’s root, which may be absent, or the one that ORDERLY_SETTINGS names', () => {
    const path = written('own.json', JSON.stringify({ sandbox: { stockLowThreshold: 7 } }));

    expect(read(path).stockLowThreshold).toBe(7);
    expect(settingsPath({ ORDERLY_SETTINGS: path })).toBe(path);
    expect(settingsPath({ ORDERLY_SETTINGS: '' })).toBe(join(projectRoot, SETTINGS_FILE));
    expect(() => readSettingsFile({})).not.toThrow();
  });

  it('must exist if ORDERLY_SETTINGS names it, so that a mistyped path does not mean no settings', () => {
    expect(() => read(join(folder, 'absent.json'))).toThrow(
      /ORDERLY_SETTINGS names .*absent\.json, which does not exist/,
    );
  });

  it.each([
    ['that is not JSON', 'no.json', 'account: 1', 'sandbox', /no\.json is not JSON/],
    ['that is wrong', 'wrong.json', '{ "sandbox": { "acount": "1" } }', 'sandbox', /wrong\.json is wrong/],
    ['that lacks settings', 'short.json', '{}', 'production', /under "production" in \S*short\.json/],
  ] as const)('is named by the error about one %s', (_case, name, text, stage, message) => {
    expect(() => read(written(name, text), stage)).toThrow(message);
  });
});

describe('the account and region of a stage', () => {
  const credentials = { account: '111122223333', region: 'eu-west-1' };

  it('are those of the credentials, if the settings name none', () => {
    expect(stageSettings('sandbox', {}, { target: credentials }).target).toEqual(credentials);
    expect(stageSettings('sandbox', {})).not.toHaveProperty('target');
  });

  it.each([
    ['account', { account: '111122223333', region: 'eu-central-1' }],
    ['region', { account: '210987654321', region: 'us-east-1' }],
  ])('must be those of the settings: another %s is refused', (part, target) => {
    expect(() => stageSettings('production', {}, { file: sampleSettings, target })).toThrow(
      new RegExp(`Stage production belongs to ${part} .*, but the credentials are for`),
    );
  });
});

describe('the ARNs in the settings', () => {
  const arnsIn = (place: string) => ({
    domain: { name: 'api.brezelbar.de', certificateArn: `arn:aws:acm:${place}:certificate/0f1e2d3c` },
    restoredTables: {
      orders: {
        name: 'orders-restored',
        streamArn: `arn:aws:dynamodb:${place}:table/orders-restored/stream/2026-11-28T00:00:00.000`,
      },
    },
  });
  const names = ['domain.certificateArn', 'restoredTables.orders.streamArn'];
  const target = { account: '111122223333', region: 'eu-west-1' };

  it('may be in the stage’s account and region', () => {
    const file = { sandbox: arnsIn('eu-west-1:111122223333') };

    expect(stageSettings('sandbox', {}, { file, target }).domain).toEqual(file.sandbox.domain);
  });

  it.each([
    ['account', 'eu-west-1:210987654321', 'is in account 210987654321, but the stage is in 111122223333'],
    ['region', 'us-east-1:111122223333', 'is in region us-east-1, but the stage is in eu-west-1'],
  ])(
    'may not be in another %s, whether credentials or settings name the stage’s own',
    (_part, place, problem) => {
      const expected = names.map((name) => `  sandbox.${name}: ${problem}`).join('\n');
      const arns = arnsIn(place);

      expect(() => stageSettings('sandbox', {}, { file: { sandbox: arns }, target })).toThrow(expected);
      expect(() => stageSettings('sandbox', {}, { file: { sandbox: { ...target, ...arns } } })).toThrow(
        expected,
      );
    },
  );
});

describe('the least limit of messages a day', () => {
  it('is the least that the notifications service can count with', () => {
    const withLimit = (maxMessagesADay: number) =>
      stageSettings(
        'production',
        {},
        { file: { production: { ...sampleSettings.production, maxMessagesADay } } },
      );
    expect(withLimit(LEAST_LIMIT).maxMessagesADay).toBe(LEAST_LIMIT);
    expect(() => withLimit(LEAST_LIMIT - 1)).toThrow(/maxMessagesADay/);
  });
});
