import type { Behaviour, BehaviourStore } from '../domain/behaviour.ts';

/** How the gateway misbehaves now; counts show what is left of them. */
export const getBehaviour =
  ({ behaviours }: { readonly behaviours: BehaviourStore }) =>
  (): Promise<Behaviour> =>
    behaviours.load();
