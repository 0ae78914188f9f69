import { Problem } from '../console/problem.ts';

/** A step of `npm run deploy`. */
export type DeployStep =
  'check' | 'synthesise' | 'bootstrap' | 'compare' | 'unprotect' | 'deploy' | 'register';

/**
 * The steps of `npm run deploy`, in their order. `check`, `synthesise` and `compare` change nothing in the account.
 * @throws Problem if the options exclude each other
 */
export const deploySteps = ({
  isProduction,
  bootstrap,
  diff,
}: {
  readonly isProduction: boolean;
  readonly bootstrap: boolean;
  readonly diff: boolean;
}): readonly DeployStep[] => {
  if (diff && bootstrap) {
    throw new Problem('--diff changes nothing, so it excludes --bootstrap. Leave out one of them.');
  }
  if (diff) return ['check', 'synthesise', 'compare'];
  return [
    'check',
    'synthesise',
    ...(bootstrap ? (['bootstrap'] as const) : []),
    ...(isProduction ? (['compare'] as const) : []),
    'unprotect',
    'deploy',
    'register',
  ];
};
