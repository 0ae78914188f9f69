import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { eventsPage } from '../../../../../functions/pages/adapters/events-page.tsx';
import { catalogueOf, type AsyncApiDocument } from '../../../../../functions/pages/domain/events.ts';

const document = parse(
  readFileSync(new URL('../../../../../docs/api/asyncapi.yaml', import.meta.url), 'utf8'),
) as AsyncApiDocument;
const catalogue = catalogueOf(document);
const page = eventsPage(catalogue);
const all = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, found = '']) => found);

describe('the page of the events', () => {
  it('has only links that lead somewhere', () => {
    const ids = all(/ id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(catalogue.events.map(({ name }) => name)));
    expect(all(/href="#([^"]+)"/g).filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(all(/href="([^#"]+)"/g))).toEqual(
      new Set([
        'data:,',
        '../docs.css',
        '../events.css',
        '../event.css',
        '../index.html',
        'index.html',
        '../../asyncapi.json',
      ]),
    );
  });

  it('needs no script and no inline style, which its policy forbids', () => {
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
  });

  it('shows text of the document as text', () => {
    const [first, ...others] = catalogue.events;
    if (first === undefined) throw new Error('The document has no events');
    const changed = {
      ...first,
      description: 'See `a < b` & <script>alert(1)</script>',
      example: { '<i>': '</pre>' },
    };
    const text = eventsPage({ ...catalogue, events: [changed, ...others] });
    expect(text).toContain('See <code>a &lt; b</code> &amp; &lt;script>alert(1)&lt;/script>');
    expect(text).toContain('<span class="key">&quot;&lt;i>&quot;</span>: &quot;&lt;/pre>&quot;');
  });

  it('fits in a response of Lambda with room to spare', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
  });
});
