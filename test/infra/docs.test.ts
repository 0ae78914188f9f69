import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventSchemas, publishedBy, type EventType } from '../../shared/events/catalog.ts';
import { inboxes, listeners, type Subscription } from '../../shared/events/subscriptions.ts';
import { filesEnding, read, root } from './pages.ts';

const pages = filesEnding('.md');

/** The page without its code blocks. In a code block, brackets and hashes have other meanings. */
const proseOf = (page: string): string => read(page).replaceAll(/```[\s\S]*?```/g, '');

/** The anchor that GitHub makes for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** The page's links to files or headings of the project that do not exist. */
const brokenLinksOf = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(file).includes(anchor);
    });

/** The comments in the page's shell blocks. zsh, the shell of macOS, passes a pasted comment to the command. */
const shellCommentsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replaceAll(/'[^']*'|"[^"]*"/g, ''))
    .filter((line) => /(^|\s)#\s/.test(line));

describe('the pages', () => {
  it.each(pages)('%s has shell blocks that can be pasted into any shell', (page) => {
    expect(shellCommentsOf(page)).toEqual([]);
  });

  it.each(pages)('%s has no broken links', (page) => {
    expect(brokenLinksOf(page)).toEqual([]);
  });

  it('describe each folder of functions/', () => {
    const entries = filesEnding('.ts').filter((path) => /^functions\/[^/]+\/lambdas\//.test(path));
    const folders = new Set([...entries.map((path) => path.split('/').slice(0, 2).join('/')), 'simulators']);
    const missing = [...folders].filter((folder) => !existsSync(join(root, folder, 'README.md')));
    expect(folders.size).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('start with their only title', () => {
    const untitled = pages.filter(
      (page) => !/^# \S/.test(read(page)) || /^# .*[\s\S]*^# /m.test(proseOf(page)),
    );
    expect(untitled).toEqual([]);
  });
});

/** A row of the table under "Event catalogue". */
interface Row {
  readonly event: string;
  readonly publishedBy: string;
  readonly heardBy: string;
  readonly carries: string;
}

const documented = (): readonly Row[] => {
  const section = read('docs/architecture.md').split('## Event catalogue')[1]?.split(/^#/m)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [event = '', by = '', heardBy = '', carries = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim().replaceAll('`', ''));
      return { event, publishedBy: by, heardBy, carries };
    });
};

const subscribersOf = (event: EventType): string => {
  const all: readonly Subscription[] = [...Object.values(inboxes), ...Object.values(listeners)];
  const hearing = all.filter(({ events }) => events.includes(event)).map(({ service }) => service);
  return [...new Set(hearing)].toSorted().join(', ') || '–';
};

const fieldsOf = (event: EventType): string =>
  Object.entries(eventSchemas[event].shape)
    .map(([name, schema]) => (schema.safeParse(undefined).success ? `${name}?` : name))
    .join(', ');

describe('the event catalogue in docs/architecture.md', () => {
  it('lists each event with its publisher, its subscribers and its fields', () => {
    const catalogue = Object.entries(publishedBy).flatMap(([service, events]) =>
      (Object.keys(events) as EventType[]).map((event): Row => ({
        event,
        publishedBy: service,
        heardBy: subscribersOf(event),
        carries: fieldsOf(event),
      })),
    );
    expect(documented()).toEqual(catalogue);
  });
});

describe('the decision records', () => {
  const records = pages.filter((page) => /^docs\/adr\/\d{4}-/.test(page)).toSorted();

  it('are numbered without gaps and listed in the index', () => {
    const numbers = records.map((page) => Number(basename(page).slice(0, 4)));
    const expected = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1);
    expect(numbers.toSorted((one, other) => one - other)).toEqual(expected);
    expect(new Set(numbers).size).toBe(numbers.length);
    const index = read('docs/adr/README.md');
    expect(records.filter((page) => !index.includes(`(${basename(page)})`))).toEqual([]);
  });

  it.each(records)('%s has the sections context, decision, consequences and how hard to undo', (page) => {
    const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Context', 'Decision', 'Consequences', 'How hard to undo']);
  });
});
