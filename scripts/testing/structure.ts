import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

/**
 * Maximum number of files and folders directly in the folder of a service. With more, a reader would not see at a
 * glance what the service does.
 */
const MAX_NAMES = 15;

/** Maximum number of lines of a source file. Longer files tend to have more than one concern. */
export const MAX_LINES = 250;

/** Folders that may hold a single file, because their name determines what the file may import. */
const roles = ['adapters', 'domain', 'lambdas'];

/**
 * The two pieces of an order's processing whose source files are counted. `entries` are the entry files of the Lambda
 * functions that run. `most` is the limit for the number of source files: the entries and all files that they import,
 * types included.
 */
export const ways = [
  {
    name: 'for POST /orders',
    entries: ['functions/orders/lambdas/place-order.ts'],
    most: 36,
  },
  {
    name: 'from POST /orders to AWAITING_PAYMENT',
    entries: [
      'functions/orders/lambdas/place-order.ts',
      'functions/orders/lambdas/relay.ts',
      'functions/inventory/lambdas/reservations.ts',
      'functions/inventory/lambdas/relay.ts',
      'functions/orders/lambdas/inbox.ts',
    ],
    most: 85,
  },
] as const;

/** How many files and folders a reader has to open. */
export interface Structure {
  /** One line for each count. */
  readonly lines: readonly string[];
  /** One line for each count that is over its limit. */
  readonly problems: readonly string[];
}

const entriesOf = (root: string, folder: string) => readdirSync(join(root, folder), { withFileTypes: true });

/** A folder and all folders below it. */
const foldersBelow = (root: string, folder: string): readonly string[] => [
  folder,
  ...entriesOf(root, folder)
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => foldersBelow(root, `${folder}/${entry.name}`)),
];

/** Returns the entries and all files that they import, directly or indirectly. npm packages are left out. */
export const filesNeeded = (
  entries: readonly string[],
  importsOf: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> => {
  const needed = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (needed.has(file) || !importsOf.has(file)) continue;
    needed.add(file);
    open.push(...(importsOf.get(file) ?? []));
  }
  return needed;
};

/**
 * The imports of each source file below `functions/` and `shared/`, types included. Dynamic imports do not count,
 * because they load code that only some requests need, such as the code that verifies signatures.
 */
const importsIn = async (root: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { output } = await cruise(['functions', 'shared'], {
    baseDir: root,
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules' },
  });
  const { modules } = output as ICruiseResult;
  return new Map(
    modules
      .filter(({ coreModule }) => coreModule !== true)
      .map(({ source, dependencies }) => [
        source,
        dependencies.filter((to) => !to.dynamic).map((to) => to.resolved),
      ]),
  );
};

/**
 * Counts what a reader of the project has to open.
 * @param root the project's folder
 */
export const structureOf = async (root: string): Promise<Structure> => {
  const lines: string[] = [];
  const problems: string[] = [];
  const count = (what: string, found: number, most?: number): void => {
    lines.push(`${String(found).padStart(4)}  ${what}${most === undefined ? '' : ` (limit ${most})`}`);
    if (most !== undefined && found > most) problems.push(`${what}: ${found}, limit ${most}.`);
  };

  const folders = ['functions', 'simulators'].flatMap((folder) => foldersBelow(root, folder));
  const filesIn = (folder: string) => entriesOf(root, folder).filter((entry) => entry.isFile());
  const total = folders.reduce((sum, folder) => sum + filesIn(folder).length, 0);
  count('files below functions/ and simulators/', total);

  for (const { name } of entriesOf(root, 'functions').filter((entry) => entry.isDirectory())) {
    count(`names in functions/${name}`, entriesOf(root, `functions/${name}`).length, MAX_NAMES);
  }
  for (const folder of folders.filter((one) => !roles.includes(basename(one)))) {
    const [only, ...others] = entriesOf(root, folder);
    if (only?.isFile() === true && others.length === 0) {
      problems.push(`${folder} holds a single file, ${only.name}: move it up.`);
    }
  }

  const imports = await importsIn(root);
  for (const { name, entries, most } of ways) {
    count(`files needed ${name}`, filesNeeded(entries, imports).size, most);
  }
  return { lines, problems };
};
