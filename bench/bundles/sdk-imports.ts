import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages of SDK clients: those of AWS and of the payment provider. */
const SDK = String.raw`@aws-sdk/[^']+|stripe`;
const NAMED = new RegExp(String.raw`^import \{([^}]*)\} from '(${SDK})';`, 'gm');
const DEFAULT = new RegExp(String.raw`^import (\w+) from '(${SDK})';`, 'gm');

/** Names that are imported at run time, by package. */
export type SdkImports = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Returns the names that the given modules import from SDKs. Imports of types are left out.
 * @param modules paths relative to `root`
 */
export const sdkImportsOf = (root: string, modules: readonly string[]): SdkImports => {
  const found = new Map<string, Set<string>>();
  const add = (from: string, name: string): void => {
    found.set(from, (found.get(from) ?? new Set()).add(name));
  };
  for (const path of modules) {
    const source = readFileSync(join(root, path), 'utf8');
    for (const [, names = '', from = ''] of source.matchAll(NAMED)) {
      for (const name of names.split(',').map((word) => word.trim())) {
        if (name !== '' && !name.startsWith('type ')) add(from, name);
      }
    }
    for (const [, name = '', from = ''] of source.matchAll(DEFAULT)) add(from, `default as ${name}`);
  }
  return found;
};

const construction = (name: string): string => {
  if (name === 'DynamoDBDocumentClient') return 'DynamoDBDocumentClient.from(new DynamoDBClient({}))';
  return name.endsWith('Client') ? `new ${name}({})` : name.replace('default as ', '');
};

/**
 * Returns the source of a module that only imports these names from their SDKs and creates the AWS clients among
 * them, as functions do when they start. The order of the names does not change the source.
 */
export const clientsAlone = (imports: SdkImports): string => {
  const sorted = [...imports]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([from, names]) => [from, [...names].toSorted()] as const);
  const lines = sorted.map(([from, names]) => `import { ${names.join(', ')} } from '${from}';`);
  const made = sorted.flatMap(([, names]) => names.map(construction));
  return `${lines.join('\n')}\nexport const handler = () => [${made.join(', ')}];\nhandler();\n`;
};
