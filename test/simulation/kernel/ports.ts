import type { Faults, PortFault } from './faults.ts';
import type { Invocation, Kernel, OpenCall } from './kernel.ts';
import type { Random } from './random.ts';
import type { Trace } from './trace.ts';

/**
 * What a call does. The kind decides which faults can hit the call:
 * - `read`: has no effect.
 * - `write`: has an effect, such as writing an item or sending a message.
 * - `transaction`: may conflict with another transaction.
 * - `single-attempt`: a `transaction` that neither the SDK nor the code retries, so it never takes effect twice.
 */
export type CallKind = 'read' | 'write' | 'transaction' | 'single-attempt';

const unheard = ['fail-before', 'fail-after', 'act-late', 'hang-before', 'hang-after'] as const;

const faultsOf: Readonly<Record<CallKind, readonly PortFault[]>> = {
  read: ['fail-before', 'hang-before', 'die-before'],
  write: [...unheard, 'repeat', 'die-before', 'die-after'],
  transaction: [...unheard, 'repeat', 'die-before', 'die-after', 'contended'],
  'single-attempt': [...unheard, 'die-before', 'die-after', 'contended'],
};

/** A client gives up a call after this many milliseconds: `CALL_MS` in shared/outbound.ts. */
export const CALL_LIMIT_MS = 8_000;

/**
 * The time for which a client waits for a response. As in shared/outbound.ts, the client gives up before its invocation
 * times out.
 */
const silenceMs = ({ startedAt, deadline }: Invocation, now: number): number => {
  const reserved = Math.min(2_000, (deadline - startedAt) / 4);
  return Math.max(0, Math.min(CALL_LIMIT_MS, deadline - reserved - now));
};

/** Called with each fault that hits a port call. */
export type OnFault = (port: string, fault: PortFault, invocation: Invocation) => void;

/** The duration of calls: at least `minMs`, plus a random time. */
export interface Latency {
  readonly minMs: number;
  /** The random time is below 2 to the power of `maxDoublings`, in milliseconds. */
  readonly maxDoublings: number;
}

/** Turns port operations into simulated calls, which take time and may fail. */
export type PortMaker = ReturnType<typeof createPortMaker>;

/** What `createPortMaker` needs from its world. */
export interface PortWorld {
  readonly kernel: Kernel;
  readonly faults: Faults;
  readonly random: Random;
  readonly latency: Latency;
  readonly trace: Trace;
}

const unanswered = (port: string): Error => {
  const error = new Error(`${port} gave no answer`);
  error.name = 'SimulatedFailure';
  return error;
};

export const createPortMaker = ({ kernel, faults, random, latency, trace }: PortWorld) => {
  const listeners: OnFault[] = [];
  const pick = (): number => latency.minMs + random.below(1 << random.below(latency.maxDoublings + 1));

  let acting: Invocation | undefined;
  const effectOf = <Value>(effect: () => Promise<Value>, invocation: Invocation): Promise<Value> => {
    acting = invocation;
    const result = effect();
    acting = undefined;
    // If the caller has died, nobody handles the rejection, and Node would end the process.
    result.catch(() => undefined);
    return result;
  };

  const giveUp = (call: OpenCall<unknown>, port: string): void =>
    kernel.after(silenceMs(call.invocation, kernel.milliseconds()), () => call.fail(unanswered(port)));

  const perform = <Value>(
    call: OpenCall<Value>,
    port: string,
    fault: PortFault | undefined,
    effect: () => Promise<Value>,
  ): void => {
    if (call.isOver()) return;
    const { invocation } = call;
    if (fault !== undefined) {
      trace.note(() => `${invocation.name} #${invocation.number}: ${port} FAULT ${fault}`);
      for (const listener of listeners) listener(port, fault, invocation);
    }
    switch (fault) {
      case 'fail-before':
        return call.fail(unanswered(port));
      case 'fail-after':
        void effectOf(effect, invocation);
        return call.fail(unanswered(port));
      case 'act-late':
        kernel.after(pick() * (1 + random.below(400)), () => void effectOf(effect, invocation));
        return call.fail(unanswered(port));
      case 'hang-before':
        return giveUp(call, port);
      case 'hang-after':
        void effectOf(effect, invocation);
        return giveUp(call, port);
      case 'repeat':
        void effectOf(effect, invocation);
        return kernel.after(pick(), () => {
          if (!call.isOver()) call.answer(effectOf(effect, invocation));
        });
      case 'die-before':
        return call.die();
      case 'die-after':
        void effectOf(effect, invocation);
        return call.die();
      case 'contended':
        return call.answer(Promise.resolve('contended' as Value));
      case undefined:
        return call.answer(effectOf(effect, invocation));
    }
  };

  const make = <Value>(port: string, kind: CallKind, effect: () => Promise<Value>): Promise<Value> =>
    kernel.call<Value>((call) => {
      const fault = faults.strikesOneOf(faultsOf[kind]);
      const at = kernel.milliseconds() + pick();
      const { deadline } = call.invocation;
      if (at < deadline) {
        kernel.after(at - kernel.milliseconds(), () => perform(call, port, fault, effect));
        return;
      }
      // The Lambda function times out during the call, before or after the call takes effect.
      const end = kind === 'read' || random.chance(0.5) ? 'die-before' : 'die-after';
      kernel.after(deadline - kernel.milliseconds(), () => perform(call, port, end, effect));
    });

  return {
    make,
    /** The invocation whose port call is taking effect now. */
    acting: (): Invocation | undefined => acting,
    onFault: (listener: OnFault): void => {
      listeners.push(listener);
    },
    /** Wraps a port so that each operation in `kinds` becomes a simulated call. */
    wrap: <Port extends object>(
      name: string,
      port: Port,
      kinds: { readonly [Operation in keyof Port]?: CallKind },
    ): Port => {
      const operations = Object.entries(kinds) as [keyof Port & string, CallKind][];
      const wrapped = operations.map(([operation, kind]) => {
        const real = port[operation] as (...inputs: readonly unknown[]) => Promise<unknown>;
        const label = `${name}.${operation}`;
        return [
          operation,
          (...inputs: readonly unknown[]) => make(label, kind, () => real(...inputs)),
        ] as const;
      });
      return { ...port, ...Object.fromEntries(wrapped) };
    },
  };
};
