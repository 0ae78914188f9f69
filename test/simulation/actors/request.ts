import { AppError } from '../../../shared/errors.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import type { Shop } from '../world/shop.ts';

/** The timeout of most Lambda functions behind the API, in milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000;

/** An HTTP request. The client sends it at most `tries` times, until it gets a definite response. */
export interface Request<Value> {
  readonly name: string;
  /** The kind of request, e.g. `CancelOrder`. */
  readonly cause: string;
  readonly tries: number;
  readonly run: (trace: Trace) => Promise<Value>;
  /** Called with the value or the refusal, or with neither if every try failed. */
  readonly end?: (answer: { readonly value?: Value; readonly refusal?: AppError }) => void;
}

/** Returns an error that a retry would not change, or `undefined` for a transient error. */
const refusalOf = (error: unknown): AppError | undefined =>
  error instanceof AppError && error.kind !== 'unavailable' ? error : undefined;

/** Sends a request and retries it after transient failures. Must not be called while another invocation runs. */
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
