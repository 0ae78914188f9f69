import type { Behaviour, BehaviourStore } from '../../../simulators/payment-gateway/domain/behaviour.ts';
import type {
  Delivery,
  PlannedDelivery,
  WebhookQueue,
} from '../../../simulators/payment-gateway/domain/delivery.ts';
import type { Session, SessionStore } from '../../../simulators/payment-gateway/domain/session.ts';
import type {
  WebhookEndpoint,
  WebhookEndpointStore,
} from '../../../simulators/payment-gateway/domain/webhook.ts';

/** Sessions in memory, with the same conditions as the table's writes. */
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

/** A webhook queue in memory that records the deliveries sent to it. */
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
