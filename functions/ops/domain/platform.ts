import type { Instant } from '../../../shared/kernel/clock.ts';

/** A queue of the platform with its dead-letter queue. See `platformQueues`. */
export interface PlatformQueue {
  /** For example `orders-inbox`, or `orders-relay` for the events that the relay could not publish. */
  readonly name: string;
  /** Absent for a relay, which reads a stream and has no queue. */
  readonly url?: string | undefined;
  readonly dlqUrl: string;
  readonly dlqName: string;
  /** Where a redrive sends messages: back to the queue, or to the bus. */
  readonly target: 'queue' | 'bus';
}

/** Finds a queue by its own name or by the name of its dead-letter queue. */
export const queueNamed = (queues: readonly PlatformQueue[], name: string): PlatformQueue | undefined =>
  queues.find((queue) => queue.name === name || queue.dlqName === name);

/**
 * How many messages a queue and its dead-letter queue have. A relay has no queue, so its first three numbers are
 * `null`.
 */
export interface QueueDepths {
  readonly depth: number | null;
  readonly inFlight: number | null;
  /** Messages that SQS does not deliver yet, because their delay has not passed. */
  readonly delayed: number | null;
  readonly deadLetters: number;
}

/** An alarm, its state, and when it entered this state. */
export interface AlarmStatus {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: Instant | null;
}

/** How many times the functions of a service ran in total, and how many of these invocations failed. */
export interface ServiceInvocations {
  readonly service: string;
  readonly invocations: number;
  readonly errors: number;
}

/** Reads the state of the platform. */
export interface PlatformStatus {
  depths(queue: PlatformQueue): Promise<QueueDepths>;
  /** The age of the oldest message in seconds, by queue name. Queues without data are left out. */
  oldestAges(queues: readonly PlatformQueue[], now: Instant): Promise<Readonly<Record<string, number>>>;
  /** All alarms of the stage. */
  alarms(): Promise<readonly AlarmStatus[]>;
  /** The invocations of the last `minutes`, by service. Services without data are left out. */
  invocations(minutes: number, now: Instant): Promise<readonly ServiceInvocations[]>;
}
