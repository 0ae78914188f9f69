import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import { appFile, appPolicy, pageSettings, type BuiltFiles } from '../../../../functions/pages/app.ts';

const contents: Readonly<Record<string, string>> = {
  'kitchen/index.html': 'the kitchen',
  'operations/index.html': 'operations',
  'shop/index.html': '<html data-base="/__app__/"><script src="/__app__/assets/shop-1a2b.js"></script>',
  'assets/shop-1a2b.js': 'run()',
  'pictures/bun.svg': '<svg/>',
};
const built: BuiltFiles = {
  file: (path) => {
    const text = contents[path];
    if (text === undefined) throw new AppError('not-found', 'page.not-found', 'There is no such page');
    return { text, type: path.endsWith('.html') ? 'text/html' : 'other' };
  },
};
const signIns = {
  customers: { issuer: 'https://id.shop.com/pool', clientId: 'shop', origins: ['https://login.shop.com'] },
  staff: { issuer: 'https://id.shop.com/staff', clientId: 'board', origins: ['https://staff.shop.com'] },
};

describe('the files of the pages for people', () => {
  const fileBelow = appFile(built);
  const file = (path: string) => fileBelow(path, '/v1');

  it.each(['', 'basket', 'orders/0195f0a0-0000-7000-8000-000000000001'])(
    'answers the address %j with the entry page, which is checked at each visit',
    (path) => {
      expect(file(path)).toEqual({
        text: '<html data-base="/v1/app/"><script src="/v1/app/assets/shop-1a2b.js"></script>',
        type: 'text/html',
        keep: 'check-each-time',
      });
    },
  );

  it.each([
    ['kitchen', 'the kitchen'],
    ['kitchen/', 'the kitchen'],
    ['kitchen/signed-in', 'the kitchen'],
    ['operations/orders/1', 'operations'],
  ])('answers the address %j with the entry page of staff', (path, text) => {
    expect(file(path)).toMatchObject({ text, keep: 'check-each-time' });
  });

  it('takes an address that only begins like one of staff for an address of the shop', () => {
    expect(file('kitchens').text).toContain('shop');
    expect(file('orders/kitchen').text).toContain('shop');
  });

  it('is at the root of a domain, too', () => {
    expect(fileBelow('', '').text).toContain('src="/app/assets/');
  });

  it('keeps for ever what has a hash in its name, and nothing else', () => {
    expect(file('assets/shop-1a2b.js').keep).toBe('for-ever');
    expect(file('pictures/bun.svg').keep).toBe('an-hour');
  });

  it.each(['assets/shop-0000.js', '../secret.json', 'shop/../../index.html'])('does not serve %j', (path) => {
    expect(() => file(path)).toThrow(expect.objectContaining({ code: 'page.not-found' }));
  });
});

describe('what the pages may do', () => {
  it('is to run scripts and use styles of their own server alone, and to reach where people sign in', () => {
    const policy = appPolicy(signIns);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain(
      "connect-src 'self' https://id.shop.com https://login.shop.com https://staff.shop.com;",
    );
    expect(policy).not.toContain('unsafe');
    expect(appPolicy({})).toContain("connect-src 'self';");
  });

  it('tells the pages where people sign in, or that they cannot', () => {
    expect(pageSettings(signIns)).toMatchObject({
      signIn: {
        customers: { issuer: 'https://id.shop.com/pool', clientId: 'shop' },
        staff: { issuer: 'https://id.shop.com/staff', clientId: 'board' },
      },
    });
    expect(pageSettings({})).toMatchObject({ signIn: { customers: null, staff: null } });
  });

  it('tells the pages where they open live connections, or that they cannot', () => {
    expect(pageSettings({}, 'wss://live.shop.com/v1')).toMatchObject({ liveUrl: 'wss://live.shop.com/v1' });
    expect(pageSettings({})).toMatchObject({ liveUrl: null });
  });
});
