import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installLocked } from '../../scripts/console/locked-packages.ts';
import type { Browser } from '../../scripts/testing/browser/browser.ts';

/** The categories of Lighthouse that the benchmark measures, as Lighthouse names them. */
export const categories = ['performance', 'accessibility', 'best-practices'] as const;
type Category = (typeof categories)[number];

/** A page's scores from 0 to 100. */
export type Scores = Readonly<Record<Category, number>>;

/** The part of Lighthouse that this file uses. */
type Lighthouse = (
  url: string,
  flags: Readonly<Record<string, unknown>>,
) => Promise<
  | {
      readonly lhr: {
        readonly categories: Readonly<Record<Category, { readonly score: number | null }>>;
        readonly runtimeError?: { readonly message: string };
      };
    }
  | undefined
>;

/** The part of chrome-launcher that this file uses. */
interface Launcher {
  readonly launch: (options: {
    readonly chromePath: string;
    readonly chromeFlags: readonly string[];
    readonly envVars: NodeJS.ProcessEnv;
  }) => Promise<{ readonly port: number; readonly kill: () => void }>;
}

/**
 * Installs Lighthouse into `.local`, and loads it.
 * @throws Problem with the end of npm's output
 */
const loadLighthouse = async () => {
  const folder = await installLocked({
    source: join(import.meta.dirname, 'lighthouse'),
    name: 'lighthouse',
    announcement: 'Installing Lighthouse (200 MB, only once)',
  });
  const { resolve } = createRequire(join(folder, 'package.json'));
  const load = async (name: string): Promise<unknown> => import(pathToFileURL(resolve(name)).href);
  const { default: lighthouse } = (await load('lighthouse')) as { readonly default: Lighthouse };
  return { lighthouse, launcher: (await load('chrome-launcher')) as Launcher };
};

const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/**
 * Audits pages with Lighthouse, as a phone with a slow network sees them (Lighthouse's own default). Each score is the
 * median of the runs, because the score for performance depends on what else the machine does.
 * @param urls the pages
 * @param runs how often each page is audited
 * @returns the scores of each page, in the order of `urls`
 * @throws Error if a page cannot be audited
 */
export const auditPages = async (
  urls: readonly string[],
  runs: number,
  browser: Browser,
): Promise<readonly Scores[]> => {
  const { lighthouse, launcher } = await loadLighthouse();
  const chrome = await launcher.launch({
    chromePath: browser.program,
    chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu'],
    envVars: { ...process.env, ...browser.env },
  });
  const audit = async (url: string): Promise<Scores> => {
    const result = await lighthouse(url, {
      port: chrome.port,
      logLevel: 'error',
      output: 'json',
      onlyCategories: categories,
      // If this option is true, Lighthouse reports its failures to its makers.
      enableErrorReporting: false,
    });
    if (result === undefined) throw new Error(`Lighthouse has no result for ${url}`);
    const { runtimeError, categories: scored } = result.lhr;
    if (runtimeError !== undefined) throw new Error(`${url} could not be audited: ${runtimeError.message}`);
    const score = (category: Category): number => Math.round((scored[category].score ?? 0) * 100);
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    };
  };
  try {
    const taken: Scores[][] = urls.map(() => []);
    for (let run = 0; run < runs; run += 1) {
      for (const [index, url] of urls.entries()) taken[index]?.push(await audit(url));
    }
    return taken.map((scores) => ({
      performance: middle(scores.map(({ performance }) => performance)),
      accessibility: middle(scores.map(({ accessibility }) => accessibility)),
      'best-practices': middle(scores.map((one) => one['best-practices'])),
    }));
  } finally {
    chrome.kill();
  }
};
