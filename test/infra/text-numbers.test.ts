import { describe, expect, it } from '@jest/globals';
import { textNumbersIn } from '../../functions/notifications/adapters/text-numbers.ts';
import { stageSettings } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import { hasMobileNumbers, textNumbersOf } from '../../infra/text-numbers.ts';
import { resourcesOf } from './synthesised.ts';
import { variant } from './variant.ts';

describe('the numbers that get text messages', () => {
  const { DE, US, GB } = textNumbersIn(textNumbersOf(['DE', 'US', 'GB']));

  it('are the mobile numbers of a country, as the functions read them', () => {
    expect(DE?.test('+4915112345678')).toBe(true);
    expect(US?.test('+12125550123')).toBe(true);
    expect(GB?.test('+447400123456')).toBe(true);
  });

  it.each([
    ['a premium-rate number', '+4990012345678'],
    ['a landline', '+493012345678'],
    ['a number of another country', '+447400123456'],
    ['a number that only begins like one', '+49151123456789012'],
    ['a number with something before it', '0+4915112345678'],
  ])('do not include %s', (_what, number) => {
    expect(DE?.test(number)).toBe(false);
  });

  it('of countries that share a calling code are told apart', () => {
    // Numbers of Jamaica and Canada also begin with +1, the calling code of the United States.
    for (const number of ['+18762101234', '+14165550123']) expect(US?.test(number)).toBe(false);
  });

  it('fit into the environment of a function for the twenty largest countries by mobile subscriptions in Europe', () => {
    const many = 'DE FR GB IT ES PL RO NL BE GR PT SE CZ HU AT CH BG DK FI SK'.split(' ');
    expect(many.every(hasMobileNumbers)).toBe(true);
    expect(Object.keys(JSON.parse(textNumbersOf(many)) as object)).toEqual(many);
  });

  it.each(['TA', 'XX', 'toString'])('are not offered for %s, which has no mobile numbers', (code) => {
    expect(hasMobileNumbers(code)).toBe(false);
  });

  it('are refused if they do not fit, with what to do', () => {
    expect(() => textNumbersOf(['US', 'BR', 'MX', 'IN', 'CN', 'CA', 'GB', 'PK', 'TR'])).toThrow(/Name fewer/);
  });
});

describe('the setting textCountries', () => {
  const withCountries = (textCountries: unknown) =>
    stageSettings(
      'production',
      {},
      { file: { production: { ...sampleSettings.production, textCountries } } },
    );

  it('is empty on AWS unless a team names countries', () => {
    const {
      textCountries: _countries,
      monthlyTextDollars: _dollars,
      ...production
    } = sampleSettings.production;
    expect(stageSettings('production', {}, { file: { production } }).textCountries).toEqual([]);
    expect(withCountries(['DE', 'AT']).textCountries).toEqual(['DE', 'AT']);
  });

  it.each([
    [['XX'], /ISO 3166/],
    [['de'], /ISO 3166/],
    [['DE', 'DE'], /twice/],
    ['DE', /textCountries/],
  ])('refuses %j', (countries, message) => {
    expect(() => withCountries(countries)).toThrow(message);
  });

  it('needs a limit of what texts cost, and the limit needs countries', () => {
    const { monthlyTextDollars: _dollars, ...unlimited } = sampleSettings.production;
    expect(() => stageSettings('production', {}, { file: { production: unlimited } })).toThrow(
      /textCountries: needs "monthlyTextDollars"/,
    );
    expect(() => withCountries([])).toThrow(/monthlyTextDollars: is a limit for text messages, but/);
    expect(withCountries(['DE']).monthlyTextDollars).toBe(300);
  });

  it('reaches the functions that set contacts, send codes and send messages', async () => {
    const stacks = await variant('production', {
      file: { production: { ...sampleSettings.production, textCountries: ['AT'] } },
    });
    const numbers = resourcesOf(stacks, 'AWS::Lambda::Function').flatMap(({ Properties }) => {
      const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
      return Variables['TEXT_NUMBERS'] === undefined ? [] : [Variables['TEXT_NUMBERS']];
    });
    expect(numbers).toEqual(Array(3).fill(textNumbersOf(['AT'])));
  });
});
