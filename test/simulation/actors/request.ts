import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Shop } from '../world/shop.ts';

/** How long API Gateway lets a function work on a request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000;

/** A request over HTTP, from somebody who makes it again as long as it has no definite answer. */
export interface Request<Value> {
  readonly name: string;
  /** The kind of request, e.g. `CancelOrder`. */
  readonly cause: string;
  readonly tries: number;
  readonly run: (cause: Cause) => Promise<Value>;
  /** Hears the answer: the value, a refusal, or `undefined` when there never was one. */
  readonly end?: (answer: { readonly value?: Value; readonly refusal?: AppError }) => void;
}

/** Whether an error is an answer, and not a failure that may pass. */
const refusalOf = (error: unknown): AppError | undefined =>
  error instanceof AppError && error.kind !== 'unavailable' ? error : undefined;

/** Makes a request, and makes it again after a failure that may pass. To be called by an entry of the agenda. */
export const makeRequest = <Value>(shop: Shop, request: Request<Value>): void => {
  const { kernel, trace, random } = shop.world;
  const { name, cause, run, end } = request;
  const correlationId = `request-${kernel.invocations() + 1}`;
  kernel.start({
    name,
    cause,
    timeoutMs: REQUEST_TIMEOUT_MS,
    run: () => run({ correlationId, causationId: correlationId }),
    end: (outcome) => {
      if (outcome.kind === 'answered') {
        trace.note(() => `${name}: done`);
        return end?.({ value: outcome.value });
      }
      const refusal = outcome.kind === 'failed' ? refusalOf(outcome.error) : undefined;
      if (refusal !== undefined) {
        trace.note(() => `${name}: refused (${refusal.code})`);
        return end?.({ refusal });
      }
      trace.note(() => `${name}: no answer`);
      if (request.tries <= 1) return end?.({});
      const again = { ...request, tries: request.tries - 1 };
      return kernel.after(500 + random.below(5000), () => makeRequest(shop, again));
    },
  });
};
