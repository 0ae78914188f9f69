import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { CustomerId, OrderId } from '../../../../shared/events/fields.ts';
import { EmailAddress, lineOfText, multilineText, visible } from '../../../../shared/http/route.ts';

const Name = lineOfText(20);
const Note = multilineText(30);
const Reason = multilineText(20).check(z.trim(), visible);

const cases = (texts: Readonly<Record<string, string>>) => Object.entries(texts);

describe('a line of text', () => {
  it.each(
    cases({
      'Latin text': 'Crème brûlée (2×)',
      'Arabic text': 'قهوة عربية',
      'Hebrew text with an implicit mark': 'ספר C++\u200E',
      'Persian text with a zero width non-joiner': 'می\u200Cخواهم',
      'Hindi text with a zero width joiner': 'क्\u200Dष',
      'Malayalam text that ends in a joiner': 'അവന്\u200D',
      'Thai text': 'ข้าวผัด',
      'an emoji with a joiner': '👩\u200D🍳 Menu',
      'only an emoji with joiners': '❤\uFE0F\u200D🔥',
      'the flag of Scotland': '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
      'a soft hyphen': 'Donau\u00ADdampfer',
      'a character of a private area': '\uE000',
    }),
  )('may be %s', (_, text) => {
    expect(Name.parse(text)).toBe(text);
  });

  it.each(
    cases({
      NUL: 'Bun\0',
      'a bell': 'Bun\u0007',
      'a line feed': 'Bun\nTotal: €0.00',
      'a carriage return': 'Bun\rTotal',
      'a tab': 'Bun\tBun',
      DEL: 'Bun\u007F',
      'a next line': 'Bun\u0085Bun',
      'a line separator': 'Bun\u2028Bun',
      'a paragraph separator': 'Bun\u2029Bun',
      'a right-to-left override': '\u202E00.5€ Bun',
      'a left-to-right override': 'Bun\u202D',
      'an embedding': '\u202BBun',
      'a pop of formatting': 'Bun\u202C',
      'an isolate': '\u2067Bun',
      'a pop of an isolate': 'Bun\u2069',
      'a deprecated format character': 'Bun\u206E',
      'an annotation': 'Bun\uFFF9',
      'half of a surrogate pair': 'Bun\uD83D',
      'what is not a character': 'Bun\uFFFE',
    }),
  )('may not contain %s', (_, text) => {
    expect(Name.safeParse(text)).toMatchObject({
      success: false,
      error: {
        issues: [
          {
            message:
              'must not contain line breaks, control characters, or characters that change the direction of text',
          },
        ],
      },
    });
  });

  it.each(
    cases({
      'a zero width space': '\u200B',
      joiners: '\u200C\u200D',
      'an implicit mark': '\u200F',
      'a soft hyphen': '\u00AD',
      'a Hangul filler': '\u3164',
      'an empty Braille pattern': '\u2800',
      'a combining mark': '\u0301',
      tags: '\u{E0062}\u{E0075}\u{E006E}',
      'a variation selector': '\uFE0F',
    }),
  )('may not be only %s', (_, text) => {
    expect(Name.safeParse(text)).toMatchObject({
      success: false,
      error: { issues: [{ message: 'must contain a visible character' }] },
    });
  });

  it('has no white space at its ends, and is bounded', () => {
    expect(Name.parse('\u3000Bun \n')).toBe('Bun');
    expect(Name.safeParse(' \u3000').success).toBe(false);
    expect(Name.safeParse('x'.repeat(21)).success).toBe(false);
  });
});

describe('text of several lines', () => {
  it.each(['', ' ', 'Ring twice.\r\n\tThen wait.', 'می\u200Cخواهم\n👩\u200D🍳'])('may be %j', (text) => {
    expect(Note.parse(text)).toBe(text);
  });

  it.each(['a\0b', 'a\u001Bb', 'a\u202Eb', 'a\u2066b', 'a\u2028b', 'a\u0085b'])('may not be %j', (text) => {
    expect(Note.safeParse(text).success).toBe(false);
  });

  it.each(['', '  \n', '\u200B'])('may not be %j where it has to say something', (text) => {
    expect(Reason.safeParse(text).success).toBe(false);
  });
});

describe('an e-mail address', () => {
  it.each([
    'alice@example.com',
    'user@xn--e1aybc.xn--p1ai',
    'user@xn--80ak6aa92e.com',
    'a&b@example.com',
    'a/b@example.com',
    'a=b@example.com',
    '!a#$%*?^_`{|}~@example.com',
    "o'hara+orders@example.co.uk",
    'a@b.c',
    `${'a'.repeat(242)}@example.com`,
  ])('may be %s', (address) => {
    expect(EmailAddress.parse(address)).toBe(address);
  });

  it.each([
    'alice',
    '@example.com',
    'alice@',
    'alice@-example.com',
    'alice@example..com',
    'alice@example_1.com',
    'alice@пример.рф',
    'al ice@example.com',
    'alice@example.com, bob@example.com',
    'alice@example.com\r\nBcc: bob@example.com',
    'alice@example.com\n',
    'Alice <alice@example.com>',
    '"alice"@example.com',
    'alice(comment)@example.com',
    'alice@example.com;bob@example.com',
    'alice@[127.0.0.1]',
    'alice\0@example.com',
    `${'a'.repeat(243)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
  ])('may not be %j', (address) => {
    expect(EmailAddress.safeParse(address).success).toBe(false);
  });

  it('is valid exactly if zod’s rule of browsers says so', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'aZ09-.@_!/'), maxLength: 80 });
    fc.assert(
      fc.property(fc.tuple(typed, typed), ([local, domain]) => {
        const address = `${local}@${domain}`;
        expect(EmailAddress.safeParse(address).success).toBe(z.regexes.html5Email.test(address));
      }),
    );
  });

  it('has no character that means something in a header', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'a@.,;:<>()[]"\\ \r\n\t\0') });
    const addresses = fc.tuple(typed, typed).map(([local, domain]) => `${local}a@${domain}`);
    fc.assert(
      fc.property(addresses, (address) => {
        expect(EmailAddress.safeParse(address).success && /[,;:<>()[\]"\\\s\0]/.test(address)).toBe(false);
      }),
    );
  });
});

describe('an id', () => {
  const id = '0195f0a0-0000-7000-8000-00000000abcd';

  it('of an order is read in capitals, and is the same order', () => {
    expect(OrderId.parse(id.toUpperCase())).toBe(id);
    expect(OrderId.safeParse(`${id}0`).success).toBe(false);
  });

  it.each(['alice', 'auth0|5f7c', 'ü😀', 'a'.repeat(128)])('of a customer may be %s', (text) => {
    expect(CustomerId.parse(text)).toBe(text);
  });

  it.each(['', 'a'.repeat(129), 'a\uD800', 'a\uDC00b', 'a\uFFFE', 'a\uFFFF'])(
    'of a customer may not be %j',
    (text) => {
      expect(CustomerId.safeParse(text).success).toBe(false);
    },
  );
});
