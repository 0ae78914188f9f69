import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const fieldTests = 'test/unit/shared/http/text-fields.test.ts';
const messageTests = 'test/unit/functions/notifications/messages.test.ts';
const handlerTests = 'test/unit/shared/http/http-handler.test.ts';
const errorTests = 'test/unit/shared/http/listed-errors.test.ts';
const tokenTests = 'test/unit/shared/http/auth.test.ts';

/** Bugs in the rules about which texts are accepted, and in how texts are shown beside other text. */
export const wordMutants: readonly UnitMutant[] = [
  ...plantedIn('shell', 'shared/http/route.ts', fieldTests, [
    [
      'text-of-any-direction',
      "A product's name can turn the direction of the text beside it, so €5.00 reads €0.50.",
      '      (text) => !DISRUPTIVE.test(text),',
      '      () => true,',
    ],
    [
      'note-with-controls',
      'A note can contain control characters.',
      "!DISRUPTIVE.test(text.replaceAll(/[\\r\\n\\t]/g, ' '))",
      '!/[\\uFFFE\\uFFFF]/.test(text)',
    ],
    [
      'joiners-are-refused',
      'Names in Persian and emoji with joiners are refused.',
      '\\u202A-\\u202E\\u2066-\\u206F\\uFFF9-\\uFFFB]/u',
      '\\u200C\\u200D\\u202A-\\u202E\\u2066-\\u206F\\uFFF9-\\uFFFB]/u',
    ],
    [
      'names-that-nobody-sees',
      'The name of a product can consist of invisible characters.',
      'VISIBLE.test(text)',
      "text.trim() !== ''",
    ],
    [
      'addresses-by-a-narrow-rule',
      'Valid e-mail addresses are refused, such as those of internationalised domains.',
      'z.regex(BROWSERS_EMAIL,',
      'z.regex(z.regexes.email,',
    ],
  ]),
  ...plantedIn('shared', 'shared/events/fields.ts', handlerTests, [
    [
      'half-a-pair-is-stored',
      'Text that UTF-8 cannot encode is accepted, and fails when it is stored.',
      'text.isWellFormed() && ',
      '',
    ],
  ]),
  ...plantedIn('shared', 'shared/events/fields.ts', fieldTests, [
    [
      'customer-that-cannot-be-stored',
      'A token with a subject that UTF-8 cannot encode gets 503 instead of 401.',
      'z.refine(isStorable,',
      'z.refine(() => true,',
    ],
    [
      'order-id-in-capitals',
      "An order's id in capital letters finds no order.",
      'z.uuid().check(z.toLowerCase())',
      'z.uuid()',
    ],
  ]),
  ...plantedIn('use case', 'functions/notifications/messages.ts', messageTests, [
    [
      'price-beside-a-bare-name',
      'A name that is written from right to left moves the price beside it.',
      '${isolated(name)}`',
      '${name}`',
    ],
  ]),
  ...plantedIn('domain', 'functions/notifications/domain/notification.ts', messageTests, [
    [
      'isolate-can-be-left',
      'A name can end its isolate, and change the direction of the text after it.',
      "${text.replaceAll(DISRUPTIVE, ' ')}",
      '${text}',
    ],
  ]),
  ...plantedIn('adapter', 'functions/notifications/adapters/render-email.tsx', messageTests, [
    [
      'isolates-only-in-text',
      'The HTML of an e-mail does not isolate names.',
      '<bdi>{part}</bdi> : part',
      'part : part',
    ],
  ]),
  ...plantedIn('shell', 'functions/inventory/api.ts', 'test/unit/functions/inventory/requests.test.ts', [
    [
      'image-of-any-host',
      'The URL of an image can contain a quote, so it can add an attribute to a page.',
      ' || !HOST.test(url.hostname)',
      '',
    ],
    [
      'image-as-it-was-typed',
      'The URL of an image is stored as it was typed.',
      'if (url !== undefined) return url;',
      'if (url !== undefined) return text;',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/responses.ts', errorTests, [
    [
      'all-errors-are-listed',
      'A small request gets a response of megabytes.',
      'errors: fields.slice(0, MAX_ERRORS)',
      'errors: fields',
    ],
    [
      'errors-left-out-silently',
      'A response does not say that it leaves out errors.',
      '{ moreErrors: fields.length - MAX_ERRORS }',
      '{}',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/contract.ts', errorTests, [
    [
      'long-names-are-repeated',
      'A response repeats the name of a field, however long it is.',
      'name.length <= MAX_NAME ? name',
      'name.length > 0 ? name',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/authentication.ts', tokenTests, [
    ['token-for-ever', 'A token without an expiry is valid for ever.', "!('exp' in payload) || ", ''],
    [
      'token-with-extensions',
      'A token is accepted although it has an extension that must be understood.',
      " || 'crit' in header",
      '',
    ],
  ]),
];
