import { describe, expect, it } from '@jest/globals';
import { siteOf } from '../../../../functions/pages/site.ts';

const contents: Readonly<Record<string, string>> = {
  'index.html': '<h1>API</h1>',
  'index.js': 'run()',
  'notes.txt': 'no page',
};
const read: string[] = [];
const site = siteOf(Object.keys(contents), (path) => {
  read.push(path);
  return contents[path] ?? 'not a page';
});

describe('a site', () => {
  it('serves its files with their media types', () => {
    expect(site.file('index.html')).toEqual({ text: '<h1>API</h1>', type: 'text/html; charset=utf-8' });
    expect(site.file('index.html').text).toBe('<h1>API</h1>');
    expect(read).toEqual(['index.html']);
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
