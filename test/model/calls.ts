import type { FaultKind, Plan } from './plan.ts';
import type { Random } from './random.ts';

/**
 * What a port call does. The kind decides which faults can hit the call:
 * - `read`: has no effect.
 * - `write`: a write that may be retried, so it may take effect twice.
 * - `contended-write`: a `write` that may also conflict with a transaction.
 * - `once`: a write that neither the SDK nor the code retries, and that may conflict with a transaction.
 */
export type CallKind = 'read' | 'write' | 'contended-write' | 'once';

const faultsOf: Readonly<Record<CallKind, ReadonlySet<FaultKind>>> = {
  read: new Set<FaultKind>(['fails', 'dies']),
  write: new Set<FaultKind>(['fails', 'unseen', 'late', 'twice', 'dies', 'dies-after']),
  'contended-write': new Set<FaultKind>([
    'fails',
    'unseen',
    'late',
    'twice',
    'dies',
    'dies-after',
    'contended',
  ]),
  once: new Set<FaultKind>(['fails', 'unseen', 'late', 'dies', 'dies-after', 'contended']),
};

/** One run of a use case. */
export interface Invocation {
  readonly startedAt: number;
  isOver: boolean;
  readonly end: (failures: ReadonlyMap<string, unknown> | undefined) => void;
}

interface Call {
  readonly name: string;
  readonly kind: CallKind | 'pause';
  readonly invocation: Invocation;
  readonly run: () => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What `createCalls` needs from its schedule (one interleaving of workers). */
export interface CallWorld {
  readonly plan: Plan;
  readonly random: Random;
  readonly note: (text: () => string) => void;
  readonly step: () => number;
  /** Applies the effect of a write, and then checks the model's invariants. */
  readonly effect: (invocation: Invocation, run: () => Promise<unknown>) => Promise<unknown>;
}

/**
 * The port calls of all workers of a schedule (one interleaving of workers). `step` draws the call that takes effect
 * next, and a fault for it.
 */
export type Calls = ReturnType<typeof createCalls>;

export const createCalls = ({ plan, random, note, step, effect }: CallWorld) => {
  const waiting: Call[] = [];
  /** Calls that take effect later, although they have already failed for their caller, or their caller has died. */
  const late: Call[] = [];
  let working = 0;
  let faultsLeft = plan.faults;
  /**
   * The invocation whose code runs now. It is set just before a worker starts, and just before the result of a call
   * lets a worker continue.
   */
  let active: Invocation | undefined;

  const end = (invocation: Invocation, failures: ReadonlyMap<string, unknown> | undefined): void => {
    if (invocation.isOver) return;
    invocation.isOver = true;
    working -= 1;
    invocation.end(failures);
  };

  const die = (invocation: Invocation): void => {
    for (let at = waiting.length - 1; at >= 0; at -= 1) {
      const call = waiting[at]!;
      if (call.invocation !== invocation) continue;
      waiting.splice(at, 1);
      if (random.chance(0.5)) late.push(call);
    }
    end(invocation, undefined);
  };

  const drawFault = (kind: Call['kind']): FaultKind | undefined => {
    if (kind === 'pause' || faultsLeft === 0 || !random.chance(plan.faultRate)) return undefined;
    const fault = plan.faultKinds[random.below(plan.faultKinds.length)]!;
    if (!faultsOf[kind].has(fault)) return undefined;
    faultsLeft -= 1;
    return fault;
  };

  const perform = (call: Call): void => {
    const { name, kind, invocation, run, resolve, reject } = call;
    const fault = drawFault(kind);
    note(() => `${name}${fault === undefined ? '' : `: ${fault.toUpperCase()}`}`);
    active = invocation;
    switch (fault) {
      case undefined:
        if (kind === 'pause') return resolve(undefined);
        return resolve(kind === 'read' ? run() : effect(invocation, run));
      case 'fails':
        return reject(new Error('no connection'));
      case 'unseen':
        void effect(invocation, run);
        return reject(new Error('no answer'));
      case 'late':
        late.push(call);
        return reject(new Error('no answer'));
      case 'twice':
        void effect(invocation, run);
        return resolve(effect(invocation, run));
      case 'contended':
        return resolve('contended');
      case 'dies-after':
        void effect(invocation, run);
        return die(invocation);
      case 'dies':
        return die(invocation);
    }
  };

  const make = <Answer>(name: string, kind: Call['kind'], run: () => Promise<Answer>): Promise<Answer> => {
    const invocation = active!;
    return new Promise<Answer>((resolve, reject) => {
      // A call that a worker makes after its death never gets a result and has no effect.
      if (invocation.isOver) return;
      waiting.push({ name, kind, invocation, run, resolve: resolve as Call['resolve'], reject });
    });
  };

  return {
    make,
    /** A call that changes nothing. Until the schedule draws it, other workers can run. */
    effectless: (name: string): Promise<void> => make(name, 'pause', async () => undefined),

    /** Wraps a port so that each of its operations waits until the schedule draws it. */
    port: <Port extends object>(
      name: string,
      port: Port,
      kinds: Readonly<Partial<Record<keyof Port & string, CallKind>>>,
    ): Port => {
      const wrapped: Record<string, unknown> = {};
      for (const [operation, kind] of Object.entries(kinds) as [keyof Port & string, CallKind][]) {
        const real = port[operation] as (...inputs: readonly unknown[]) => Promise<unknown>;
        wrapped[operation] = (...inputs: readonly unknown[]) =>
          make(`${name}.${operation}`, kind, () => real(...inputs));
      }
      return { ...port, ...wrapped };
    },

    /** Starts a worker. `onEnd` receives the failed orders, or `undefined` if the worker threw or died. */
    start: (
      run: () => Promise<ReadonlyMap<string, unknown>>,
      onEnd: (failures: ReadonlyMap<string, unknown> | undefined) => void,
    ): void => {
      const invocation: Invocation = { startedAt: step(), isOver: false, end: onEnd };
      working += 1;
      active = invocation;
      run().then(
        (failures) => end(invocation, failures),
        () => end(invocation, undefined),
      );
    },

    /**
     * Performs one waiting call, perhaps with a fault, or lets one late call take effect.
     * @returns whether there was such a call.
     */
    step: (): boolean => {
      if (late.length > 0 && (waiting.length === 0 || random.chance(0.1))) {
        const [call] = late.splice(random.below(late.length), 1);
        if (call !== undefined && call.kind !== 'pause') {
          note(() => `${call.name}: takes effect late`);
          void effect(call.invocation, call.run);
        }
        return true;
      }
      if (waiting.length === 0) return false;
      const at = random.below(waiting.length);
      const call = waiting[at]!;
      waiting[at] = waiting.at(-1)!;
      waiting.pop();
      perform(call);
      return true;
    },

    working: () => working,
    faults: () => plan.faults - faultsLeft,
  };
};
