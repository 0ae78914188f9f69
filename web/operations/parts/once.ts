import type { Result } from '../../common/calls.ts';

/** A request that must take effect once, and that has no answer yet. */
export interface Attempt<Body> {
  /** The `Idempotency-Key`: with it, the server takes the same request as one, however often it arrives. */
  readonly key: string;
  readonly body: Body;
  readonly sentAt: string;
}

/** The attempts without an answer, by what they are about. They survive a reload. */
export type Attempts<Body> = Readonly<Record<string, Attempt<Body>>>;

/** What sending something once needs. */
export interface Ports<Body, Value> {
  /** Sends it. */
  readonly send: (subject: string, attempt: Attempt<Body>) => Promise<Result<Value>>;
  readonly attempts: { value: Attempts<Body> };
  readonly newKey: () => string;
  readonly now: () => string;
}

/**
 * Sends a request once. An attempt about the same subject that has no answer is repeated with its own key and its own
 * body, whatever is asked for now: otherwise both could take effect. It is forgotten at an answer that says what became
 * of it.
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

/** Reads what the storage holds. Returns none for anything that it does not know. */
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
