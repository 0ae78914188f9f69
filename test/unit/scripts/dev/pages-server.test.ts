import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { localFile, projectRoot } from '../../../../scripts/console/paths.ts';
import { entryHtml, entryPage } from '../../../../scripts/dev/entry-page.ts';

describe('the entry pages while pages are being changed', () => {
  it.each([
    ['/', 'shop'],
    ['/orders/4f0c', 'shop'],
    ['/kitchen/', 'kitchen'],
    ['/operations/orders?status=PAID', 'operations'],
    ['/shop/main.tsx', undefined],
    ['/@vite/client', undefined],
    ['/@fs/home/me/orderly/client/index.ts', undefined],
  ])('%s is %s', (url, page) => expect(entryPage(url)).toBe(page));

  it.each(['shop', 'kitchen', 'operations'])('of %s names the API, and its own sources', (page) => {
    const html = entryHtml(readFileSync(join(projectRoot, 'web', page, 'index.html'), 'utf8'), page);
    expect(html).toContain('data-base="/v1/app/"');
    expect(html).toContain(`src="/${page}/main.tsx"`);
    expect(html).not.toContain('__app__');
  });
});

describe('the server of pages that are being changed', () => {
  it('serves pages and their sources, and no other files of the project', async () => {
    const secret = localFile('test-pages-server', 'keys.json');
    writeFileSync(secret, '{ "key": "secret" }');
    // Vite does not run in the virtual machine of Jest, so another process starts the server.
    const server = pathToFileURL(join(projectRoot, 'scripts', 'dev', 'pages-server.ts')).href;
    const code = `import(${JSON.stringify(server)}).then(async ({ startPagesServer }) => console.log(await startPagesServer()))`;
    const child = spawn(process.execPath, ['--eval', code], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const address = line.toString().trim();
      const get = async (path: string) => {
        const response = await fetch(`${address}${path}`);
        return { status: response.status, text: await response.text() };
      };
      expect(await get('/kitchen/')).toMatchObject({
        status: 200,
        text: expect.stringContaining('/kitchen/main.tsx'),
      });
      expect(await get('/shop/main.tsx')).toMatchObject({ status: 200 });
      for (const end of ['', '.js', '/x']) {
        expect(await get(`/__open-in-editor${end}?file=${secret}`)).toMatchObject({ status: 404 });
      }
      for (const query of ['', '?raw', '?import&raw', '?url']) {
        const { status, text } = await get(`/@fs${secret}${query}`);
        expect({ query, status, text: text.includes('"secret"') }).toEqual({
          query,
          status: 403,
          text: false,
        });
      }
    } finally {
      child.kill('SIGKILL');
    }
  });
});
