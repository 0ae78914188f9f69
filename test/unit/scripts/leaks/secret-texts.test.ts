import { describe, expect, it } from '@jest/globals';
import { secretTexts } from '../../../../scripts/leaks/read-run.ts';

describe('the texts of a secret', () => {
  it('are the texts of a JSON object that are long enough and not public', () => {
    const value = {
      keyid: 'a-public-id-of-a-key',
      apiKey: 'key-0123456789abcdef',
      webhookSecrets: ['whsec_0123456789abcdef'],
      mode: 'test',
    };
    expect(secretTexts(JSON.stringify(value))).toEqual(['key-0123456789abcdef', 'whsec_0123456789abcdef']);
  });

  it.each(['{x9<0123456789abcdef', '[0123456789abcdef', '0123456789abcdef'])(
    'are the value itself if it is not a JSON object: %s',
    (value) => expect(secretTexts(value)).toEqual([value]),
  );

  it('contain the form that a line in JSON has', () => {
    const value = String.raw`{"0123456789\abcdef`;
    const line = JSON.stringify({ message: `the secret is ${value}` });
    expect(secretTexts(value)).toHaveLength(2);
    expect(secretTexts(value).some((text) => line.includes(text))).toBe(true);
  });
});
