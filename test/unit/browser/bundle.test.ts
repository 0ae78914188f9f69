import { describe, expect, it } from '@jest/globals';
import { bundleForBrowser } from '../../browser/bundle.ts';

describe('a bundle for a browser', () => {
  it('contains a module and what it imports', async () => {
    const { code } = await bundleForBrowser('shared/kernel/ids.ts');
    expect(code).toContain('idFromKey');
    expect(code).not.toMatch(/\bfrom\s*["']/);
  });

  it('is refused with the file that imports a Node module, and how that file is reached', async () => {
    await expect(bundleForBrowser('functions/orders/api.ts')).rejects.toThrow(
      'shared/http/page.ts imports node:crypto.\n  It is imported by functions/orders/api.ts\n',
    );
  });
});
