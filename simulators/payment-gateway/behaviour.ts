import type { Behaviour, BehaviourStore } from './domain/behaviour.ts';

interface Dependencies {
  readonly behaviours: BehaviourStore;
}

/** How the gateway misbehaves now. Counts are what is left of them. */
export const getBehaviour =
  ({ behaviours }: Dependencies) =>
  (): Promise<Behaviour> =>
    behaviours.load();

/** Replaces the behaviour. A field that is absent or undefined is good behaviour. */
export const setBehaviour =
  ({ behaviours }: Dependencies) =>
  async (request: {
    readonly [Field in keyof Behaviour]: Behaviour[Field] | undefined;
  }): Promise<Behaviour> => {
    const behaviour: Behaviour = Object.fromEntries(
      Object.entries(request).filter(([, value]) => value !== undefined),
    );
    await behaviours.save(behaviour);
    return behaviour;
  };
