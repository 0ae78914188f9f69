import type { Disposition } from '../../../shared/messaging/consumer.ts';
import type { Subscribes, SimulatedBus } from '../world/bus.ts';
import type { Ports } from '../world/ports.ts';
import type { Services } from '../world/services.ts';
import type { Stores } from '../world/stores.ts';
import type { World } from '../world/world.ts';

/** A planted bug, which replaces a port or a function of the real code. The simulation must find each mutant. */
export interface Mutant {
  readonly name: string;
  readonly service:
    'orders' | 'inventory' | 'payments' | 'fulfilment' | 'notifications' | 'insights' | 'shared';
  /** The mistake that the bug makes, in words. */
  readonly bug: string;
  readonly ports?: (
    ports: Ports,
    parts: { readonly world: World; readonly stores: Stores; readonly bus: SimulatedBus },
  ) => Ports;
  readonly services?: (
    services: Services,
    parts: { readonly world: World; readonly ports: Ports; readonly stores: Stores },
  ) => Services;
  readonly subscribes?: Subscribes;
  /** Replaces what happens to a processed message: it is acknowledged, retried or dead-lettered. */
  readonly conclude?: (disposition: Disposition, body: string) => Disposition;
}
