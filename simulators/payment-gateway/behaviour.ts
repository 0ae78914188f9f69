import type { Behaviour, BehaviourStore } from './domain/behaviour.ts';

interface Dependencies {
  readonly behaviours: BehaviourStore;
}

/** Shows how the gateway misbehaves. A field that counts down shows the number that is left. */
export const getBehaviour =
  ({ behaviours }: Dependencies) =>
  (): Promise<Behaviour> =>
    behaviours.load();

/** Replaces the behaviour. If a field is absent or undefined, the gateway does not misbehave in that way. */
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
