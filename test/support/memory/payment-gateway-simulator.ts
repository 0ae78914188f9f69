import type {
  Behaviour,
  BehaviourStore,
} from '../../../functions/simulators/payment-gateway/domain/behaviour.ts';
import type {
  Delivery,
  PlannedDelivery,
  WebhookQueue,
} from '../../../functions/simulators/payment-gateway/domain/delivery.ts';
import type { SessionStore } from '../../../functions/simulators/payment-gateway/domain/session-store.ts';
import type { Session } from '../../../functions/simulators/payment-gateway/domain/session.ts';
import type {
  WebhookEndpoint,
  WebhookEndpointStore,
} from '../../../functions/simulators/payment-gateway/domain/webhook-endpoint.ts';

/** Sessions in memory, with the conditions of the table's writes. */
export const memorySessions = (): SessionStore => {
  const items = new Map<string, { readonly state: Session; readonly version: number }>();
  return {
    load: async (id) => structuredClone(items.get(id)),
    insert: async (session) => {
      if (items.has(session.id)) return 'exists';
      items.set(session.id, structuredClone({ state: session, version: 1 }));
      return 'inserted';
    },
    save: async (session, version) => {
      if (items.get(session.id)?.version !== version) return 'conflict';
      items.set(session.id, structuredClone({ state: session, version: version + 1 }));
      return 'saved';
    },
  };
};

/** The behaviour in memory. */
export const memoryBehaviours = (initial: Behaviour = {}): BehaviourStore => {
  let behaviour = { ...initial };
  return {
    load: async () => ({ ...behaviour }),
    save: async (next) => {
      behaviour = { ...next };
    },
    takeOne: async (countdown) => {
      const left = behaviour[countdown];
      if (typeof left !== 'number' || left <= 0) return false;
      behaviour = { ...behaviour, [countdown]: left - 1 };
      return true;
    },
  };
};

/** The merchant's endpoint in memory. */
export const memoryWebhookEndpoints = (): WebhookEndpointStore => {
  let endpoint: WebhookEndpoint | undefined;
  return {
    load: async () => endpoint,
    replace: async (known, next) => {
      if (endpoint?.secret !== known?.secret) return false;
      endpoint = { ...next };
      return true;
    },
  };
};

/** A webhook queue that keeps what it was given. */
export const memoryWebhookQueue = () => {
  const sent: PlannedDelivery[] = [];
  const resting: { readonly delivery: Delivery; readonly code: string }[] = [];
  const queue: WebhookQueue = {
    send: async (planned) => {
      sent.push(planned);
    },
    giveUp: async (delivery, { code }) => {
      resting.push({ delivery, code });
    },
  };
  return { queue, sent, resting };
};
