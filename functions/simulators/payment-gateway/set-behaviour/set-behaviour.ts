import type { Behaviour, BehaviourStore } from '../domain/behaviour.ts';

/** Sets how the gateway misbehaves from now on; what is not said is good behaviour. */
export const setBehaviour =
  ({ behaviours }: { readonly behaviours: BehaviourStore }) =>
  async (behaviour: Behaviour): Promise<Behaviour> => {
    await behaviours.save(behaviour);
    return behaviour;
  };
