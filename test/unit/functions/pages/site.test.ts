import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { siteIn } from '../../../../functions/pages/site.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-site-'));
mkdirSync(join(folder, 'docs'));
writeFileSync(join(folder, 'secret.html'), 'not a page');
writeFileSync(join(folder, 'docs', 'index.html'), '<h1>API</h1>');
writeFileSync(join(folder, 'docs', 'index.js'), 'run()');
writeFileSync(join(folder, 'docs', 'notes.txt'), 'no page, either');
afterAll(() => rmSync(folder, { recursive: true }));

const site = siteIn(pathToFileURL(join(folder, 'docs/')));

describe('a site', () => {
  it('serves its files with their media types', () => {
    expect(site.file('index.html')).toEqual({ text: '<h1>API</h1>', type: 'text/html; charset=utf-8' });
    expect(site.file('index.js')).toEqual({ text: 'run()', type: 'text/javascript; charset=utf-8' });
  });

  it.each([
    '../secret.html',
    '..%2fsecret.html',
    '/etc/passwd',
    './index.html',
    'INDEX.html',
    'notes.txt',
    'docs',
    '',
    'other.html',
    'constructor',
  ])('does not serve %j', (path) => {
    expect(() => site.file(path)).toThrow(expect.objectContaining({ code: 'page.not-found' }));
  });
});
