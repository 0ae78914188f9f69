import type { Result } from '../../common/calls.ts';

/** A request that must take effect only once, and that has no response yet. */
export interface Attempt<Body> {
  /** The `Idempotency-Key`. Requests with the same key take effect only once, however often they arrive. */
  readonly key: string;
  readonly body: Body;
  readonly sentAt: string;
}

/**
 * The attempts without a response, by the id of the product or order that they change. They survive a reload of the
 * page.
 */
export type Attempts<Body> = Readonly<Record<string, Attempt<Body>>>;

/** The functions and the stored attempts that `sendOnce` needs. */
export interface Ports<Body, Value> {
  /** Sends an attempt. `subject` is the id of the product or order that it changes. */
  readonly send: (subject: string, attempt: Attempt<Body>) => Promise<Result<Value>>;
  readonly attempts: { value: Attempts<Body> };
  readonly newKey: () => string;
  readonly now: () => string;
}

/**
 * Sends a request that must take effect only once. If an earlier attempt for the same subject has no response yet,
 * repeats that attempt with its own key and body, and does not send the new body. Otherwise both requests could take
 * effect. An attempt is forgotten when a response shows whether it took effect.
 */
export const sendOnce =
  <Body, Value>({ send, attempts, newKey, now }: Ports<Body, Value>) =>
  async (subject: string, body: Body): Promise<Result<Value>> => {
    const attempt = attempts.value[subject] ?? { key: newKey(), body, sentAt: now() };
    attempts.value = { ...attempts.value, [subject]: attempt };
    const answer = await send(subject, attempt);
    if (answer.ok || answer.failure.kind === 'refused') {
      const { [subject]: _answered, ...others } = attempts.value;
      attempts.value = others;
    }
    return answer;
  };

/** Reads the attempts that the browser's storage contains. Leaves out everything else. */
export const readAttempts =
  <Body>(isBody: (body: unknown) => body is Body) =>
  (found: unknown): Attempts<Body> => {
    if (typeof found !== 'object' || found === null) return {};
    const known = Object.entries(found).filter(([, one]: [string, unknown]) => {
      const { key, body, sentAt } = (one ?? {}) as Partial<Attempt<unknown>>;
      return typeof key === 'string' && typeof sentAt === 'string' && isBody(body);
    });
    return Object.fromEntries(known);
  };
