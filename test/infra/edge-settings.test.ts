import { describe, expect, it } from '@jest/globals';
import { knownHomes } from '../../infra/short-addresses.ts';
import { stageSettings, type Stage } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';

const { production } = sampleSettings;
const { shopDomain } = production;
const withShop = (change: object, others: object = {}) =>
  stageSettings(
    'production',
    {},
    { file: { production: { ...production, ...others, shopDomain: { ...shopDomain, ...change } } } },
  );
const certificateIn = (place: string) => ({ certificateArn: `arn:aws:acm:${place}:certificate/1a2b3c4d` });

describe('the setting edge', () => {
  it.each([
    ['sandbox', true],
    ['production', true],
    ['local', false],
  ] as const)('is by default on AWS alone: for %s %s', (stage: Stage, edge) => {
    expect(stageSettings(stage, {}, { file: sampleSettings }).edge).toBe(edge);
  });

  it('can be false on AWS, and cannot be set for the local stage, whose emulator cannot do it', () => {
    expect(stageSettings('sandbox', {}, { file: { sandbox: { edge: false } } }).edge).toBe(false);
    expect(() => stageSettings('local', {}, { file: { local: { edge: true } } })).toThrow(/local: .*edge/);
  });
});

describe('the domain of the shop', () => {
  it('has a certificate in us-east-1, whatever the region of the stage', () => {
    expect(withShop({})).toMatchObject({ target: { region: 'eu-central-1' }, shopDomain });
    expect(() => withShop(certificateIn('eu-central-1:210987654321'))).toThrow(
      /production\.shopDomain\.certificateArn: must be the ARN of a certificate in ACM, in us-east-1/,
    );
  });

  it('has a certificate of the stage’s account', () => {
    expect(() => withShop(certificateIn('us-east-1:111122223333'))).toThrow(
      /production\.shopDomain\.certificateArn: is in account 111122223333, but the stage is in 210987654321/,
    );
  });

  it.each(['shop.example', 'shop', 'https://brezelbar.de'])('cannot be %s', (name) => {
    expect(() => withShop({ name })).toThrow(/production\.shopDomain\.name: /);
  });

  it('differs from the domain of the API, and needs the distribution', () => {
    expect(() => withShop({ name: production.domain.name })).toThrow(
      /shopDomain: has the same name as "domain"/,
    );
    expect(() => withShop({}, { edge: false })).toThrow(/shopDomain: .* but "edge" is false/);
  });

  it('is where people go, and the domain of the API still works', () => {
    expect(knownHomes(withShop({}))).toEqual(['https://shop.brezelbar.de/', 'https://api.brezelbar.de/app/']);
    const { shopDomain: _shopDomain, ...others } = production;
    expect(knownHomes(stageSettings('production', {}, { file: { production: others } }))).toEqual([
      'https://api.brezelbar.de/app/',
    ]);
    expect(knownHomes(stageSettings('sandbox', {}))).toEqual([]);
  });
});
