import type { Clock } from '../../../shared/kernel/clock.ts';
import { createAgenda } from './agenda.ts';

/** When every world begins: 2026-03-01T08:00:00Z. */
const BEGINNING = 1_772_352_000_000;
/** Turns of the microtask queue after which code that has neither ended nor called a port is doing something else. */
const MAX_TURNS = 500;
/** Turns that are enough for code of which a part waits for a port while another part goes on. */
const TURNS_OF_PARALLEL_CODE = 100;

/** One run of a function: of a use case for a request, of a reaction for a message, of a relay for a batch. */
export interface Invocation {
  readonly number: number;
  /** What it does, for the trace. */
  readonly name: string;
  /** The type of the message or of the request that it works on. */
  readonly cause: string;
  /** The id of the message that it works on. */
  readonly messageId: string | undefined;
  readonly startedAt: number;
  /** How many steps the world had made when it began. */
  readonly startedStep: number;
  /** When it is stopped, wherever it is. */
  readonly deadline: number;
  /** It has given its answer, or died. */
  readonly ended: boolean;
}

interface Running extends Invocation {
  /** Calls of ports that wait for their answer. */
  open: number;
  /** Calls it ever made. */
  calls: number;
  ended: boolean;
  readonly onDeath: () => void;
}

/** How an invocation ended. The dead give no answer. */
export type Outcome<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

/** What is to be run, and what is known of it. */
export interface Work<Value> {
  readonly name: string;
  readonly cause: string;
  readonly messageId?: string;
  readonly timeoutMs: number;
  readonly run: () => Promise<Value>;
  readonly end: (outcome: Outcome<Value>) => void;
}

/** A call that waits. Exactly one of these is to be called, by an entry of the agenda. */
export interface OpenCall<Value> {
  readonly invocation: Invocation;
  readonly isOver: () => boolean;
  answer(value: Promise<Value>): void;
  fail(error: unknown): void;
  /** The invocation dies at this call: neither this nor any other call of it is ever answered. */
  die(): void;
}

/** A violated invariant: what was to hold, and what was seen instead. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  readonly atMs: number;
  readonly step: number;
}

/** The heart of a world: its time, and who acts when. */
export type Kernel = ReturnType<typeof createKernel>;

/**
 * Makes the heart of a world.
 *
 * Exactly one invocation runs at a time, from one call of a port to the next; in between, whatever the agenda says
 * happens. Code outside ports is not asynchronous, so after an answer it runs to its next call within some turns of the
 * microtask queue; code that is not there by then waits for something the simulation does not know, which is a violation.
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

  const start = <Value>({ name, cause, messageId, timeoutMs, run, end }: Work<Value>): void => {
    if (running !== undefined) throw new Error(`${name} was started within ${running.name}`);
    invocations += 1;
    const invocation: Running = {
      number: invocations,
      name,
      cause,
      messageId,
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
      fail('asynchronous-outside-ports', 'a port was called by code that no answer had woken');
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

  /** Lets the woken invocation run until it has ended or waits again. */
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
    /** A number that any difference in what happened changes. */
    digest: () => digest >>> 0,
    active: (): Invocation | undefined => running,
    violation: () => violation,
    after,
    at: (elapsed: number, run: () => void): void => agenda.add(Math.max(time, BEGINNING + elapsed), run),
    start,
    call,
    fail,
    /** Has something checked after each step. */
    watch: (check: () => void): void => {
      afterEachStep.push(check);
    },
    /**
     * Lets the world go on until nothing is left to do, a time is reached or an invariant is violated.
     * @returns whether nothing is left to do.
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
