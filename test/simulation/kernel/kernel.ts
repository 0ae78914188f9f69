import type { Clock } from '../../../shared/kernel/clock.ts';
import { createAgenda } from './agenda.ts';

/** The time at which every simulation starts: 2026-03-01T08:00:00Z. */
const BEGINNING = 1_772_352_000_000;
/**
 * Code that neither ends nor calls a port within this many microtask turns waits for something that is not simulated.
 */
const MAX_TURNS = 500;
/**
 * The number of microtask turns that an invocation gets if its code runs in parallel. One part of such code waits for a
 * port while another part continues.
 */
const TURNS_OF_PARALLEL_CODE = 100;

/** One run of a function: a use case for a request, a reaction for a message, or a relay for a batch. */
export interface Invocation {
  readonly number: number;
  /** A description for the trace. */
  readonly name: string;
  /** The type of the message or request that the invocation processes. */
  readonly cause: string;
  /** The id of the message that the invocation processes. */
  readonly messageId: string | undefined;
  /** The number of invocations in the chain that led to this invocation. `Work.chain` says what a chain is. */
  readonly chain: number;
  readonly startedAt: number;
  /** The number of steps in the world when the invocation started. */
  readonly startedStep: number;
  /** When the invocation times out, in milliseconds of the simulated clock. */
  readonly deadline: number;
  /** True as soon as the invocation has returned, thrown or died. */
  readonly ended: boolean;
}

interface Running extends Invocation {
  /** Port calls that have no result yet. */
  open: number;
  calls: number;
  ended: boolean;
  readonly onDeath: () => void;
}

/** How an invocation ended: it returned (`answered`), threw (`failed`), or died without a result. */
export type Outcome<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

/** An invocation to start. */
export interface Work<Value> {
  readonly name: string;
  readonly cause: string;
  readonly messageId?: string;
  /**
   * The length of the chain of invocations that ends with this invocation. Each invocation in the chain processes a
   * message that the previous invocation sent to a queue. Default 0, for an invocation that no queue triggers.
   */
  readonly chain?: number;
  readonly timeoutMs: number;
  readonly run: () => Promise<Value>;
  readonly end: (outcome: Outcome<Value>) => void;
}

/**
 * A port call without a result yet. An entry of the agenda must end the call with exactly one of `answer`, `fail` and
 * `die`.
 */
export interface OpenCall<Value> {
  readonly invocation: Invocation;
  readonly isOver: () => boolean;
  answer(value: Promise<Value>): void;
  fail(error: unknown): void;
  /** Ends the invocation as if its process had crashed. None of its calls ever gets a result. */
  die(): void;
}

/** A violated invariant, with the values that violate it. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  readonly atMs: number;
  readonly step: number;
}

/** The event loop of a simulated world: its clock, its agenda and its invocations. */
export type Kernel = ReturnType<typeof createKernel>;

/**
 * Creates a kernel. Only one invocation runs at a time, from one port call to the next. Agenda entries run in between.
 * Code outside ports is synchronous. So when a call has its result, the code reaches its next call within a few
 * microtask turns. Code that needs more turns waits for something outside the simulation. This waiting is a violation.
 */
export const createKernel = () => {
  const agenda = createAgenda();
  let time = BEGINNING;
  let steps = 0;
  let invocations = 0;
  let digest = 0;
  let running: Running | undefined;
  let violation: Violation | undefined;
  let instant = { at: -1, text: '' };
  const afterEachStep: (() => void)[] = [];

  const fail = (invariant: string, detail: string): void => {
    violation ??= { invariant, detail, atMs: time - BEGINNING, step: steps };
  };

  const now: Clock = () => {
    if (instant.at !== time) instant = { at: time, text: new Date(time).toISOString() };
    return instant.text;
  };

  const after = (milliseconds: number, run: () => void): void => agenda.add(time + milliseconds, run);

  const start = <Value>({ name, cause, messageId, chain = 0, timeoutMs, run, end }: Work<Value>): void => {
    if (running !== undefined) throw new Error(`${name} was started within ${running.name}`);
    invocations += 1;
    const invocation: Running = {
      number: invocations,
      name,
      cause,
      messageId,
      chain,
      startedAt: time,
      startedStep: steps,
      deadline: time + timeoutMs,
      open: 0,
      calls: 0,
      ended: false,
      onDeath: () => end({ kind: 'died' }),
    };
    running = invocation;
    const finish = (outcome: Outcome<Value>): void => {
      if (invocation.ended) return;
      invocation.ended = true;
      end(outcome);
    };
    run().then(
      (value) => finish({ kind: 'answered', value }),
      (error: unknown) => finish({ kind: 'failed', error }),
    );
  };

  const call = <Value>(make: (call: OpenCall<Value>) => void): Promise<Value> => {
    const invocation = running;
    if (invocation === undefined) {
      fail('asynchronous-outside-ports', 'a port was called by code that was not running after an answer');
      return new Promise(() => undefined);
    }
    invocation.open += 1;
    invocation.calls += 1;
    return new Promise((resolve, reject) => {
      const wake = (settle: () => void): void => {
        if (invocation.ended) return;
        invocation.open -= 1;
        running = invocation;
        settle();
      };
      make({
        invocation,
        isOver: () => invocation.ended,
        answer: (value) => wake(() => resolve(value)),
        fail: (error) => wake(() => reject(error)),
        die: () => {
          if (invocation.ended) return;
          invocation.ended = true;
          invocation.onDeath();
        },
      });
    });
  };

  /** Lets the resumed invocation run until it ends or waits for its next port call. */
  const settle = async (invocation: Running, callsBefore: number): Promise<void> => {
    const inParallel = invocation.open > 0 && invocation.calls === callsBefore;
    for (let turn = 0; !invocation.ended; turn += 1) {
      if (inParallel ? turn >= TURNS_OF_PARALLEL_CODE : invocation.calls > callsBefore) break;
      if (turn >= MAX_TURNS) {
        fail('asynchronous-outside-ports', `${invocation.name} waits for something other than a port`);
        break;
      }
      await Promise.resolve();
    }
    running = undefined;
  };

  const isBroken = (): boolean => violation !== undefined;

  return {
    now,
    milliseconds: () => time,
    elapsed: () => time - BEGINNING,
    steps: () => steps,
    invocations: () => invocations,
    /** A hash of all steps and their times. Two runs with different hashes did different things. */
    digest: () => digest >>> 0,
    active: (): Invocation | undefined => running,
    violation: () => violation,
    after,
    at: (elapsed: number, run: () => void): void => agenda.add(Math.max(time, BEGINNING + elapsed), run),
    start,
    call,
    fail,
    /** Registers a check that runs after each step. */
    watch: (check: () => void): void => {
      afterEachStep.push(check);
    },
    /**
     * Runs steps until the agenda is empty, the time or step limit is reached, or an invariant is violated.
     * @returns whether the agenda is empty.
     */
    run: async (maxSteps: number, untilMs = Infinity): Promise<boolean> => {
      const last = steps + maxSteps;
      while (!isBroken() && agenda.size() > 0) {
        if (steps >= last || time - BEGINNING >= untilMs) return false;
        const entry = agenda.next()!;
        time = entry.at;
        steps += 1;
        digest = (Math.imul(digest, 31) + entry.order + (time | 0) + invocations) | 0;
        const before = invocations;
        entry.run();
        const woken = running;
        if (woken !== undefined) await settle(woken, invocations > before ? 0 : woken.calls);
        for (const check of afterEachStep) check();
      }
      return agenda.size() === 0;
    },
  };
};
