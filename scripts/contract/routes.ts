import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import '../../shared/config/env.ts';
import type { Problems, Route } from '../../shared/http/route.ts';
import { projectRoot } from '../console/paths.ts';
import { docComments, type DocComments } from './doc-comments.ts';

/** What the `api.ts` of a service declares. */
export type ServiceApi = {
  service: string;
  /** The routes by the names under which they are exported, such as `placeOrder`, in the order of the source. */
  routes: Readonly<Record<string, Route>>;
  problems: Problems;
  /** The schemas that documents show by name. */
  schemas: Readonly<Record<string, z.core.$ZodType>>;
  /** The comments in the source. */
  comments: DocComments;
};

const isRoute = (exported: unknown): exported is Route =>
  typeof exported === 'object' && exported !== null && 'answers' in exported;

type Exports = Readonly<Record<string, unknown>> & {
  problems?: Problems;
  schemas?: () => Record<string, z.core.$ZodType>;
};

/**
 * Reads the `api.ts` of all services in a folder, sorted by service. A service without routes has no such file.
 *
 * @param folder `functions` or `simulators`
 */
export const readApis = (folder: string): Promise<ServiceApi[]> => {
  const services = readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((service) => existsSync(join(projectRoot, folder, service, 'api.ts')))
    .toSorted();
  return Promise.all(
    services.map(async (service) => {
      const file = join(projectRoot, folder, service, 'api.ts');
      const exports = (await import(file)) as Exports;
      const source = readFileSync(file, 'utf8');
      // The routes are sorted by their place in the source, because a module object lists its exports in alphabetical
      // order.
      const placeOf = (name: string): number => source.indexOf(`export const ${name} =`);
      return {
        service,
        routes: Object.fromEntries(
          Object.entries(exports)
            .filter((entry): entry is [string, Route] => isRoute(entry[1]))
            .toSorted(([a], [b]) => placeOf(a) - placeOf(b)),
        ),
        problems: exports.problems ?? {},
        schemas: exports.schemas?.() ?? {},
        comments: docComments([source]),
      };
    }),
  );
};
