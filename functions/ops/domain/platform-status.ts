import type { Instant } from '../../../shared/kernel/clock.ts';
import type { PlatformQueue } from './platform-queue.ts';

/** How full a queue is. Relays have no queue, so theirs is `null`. */
export interface QueueDepths {
  readonly depth: number | null;
  readonly inFlight: number | null;
  /** Messages that wait for their delay to pass. */
  readonly delayed: number | null;
  readonly deadLetters: number;
}

/** An alarm and since when it is in its state. */
export interface AlarmStatus {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: Instant | null;
}

/** How a service's functions did. */
export interface ServiceInvocations {
  readonly service: string;
  readonly invocations: number;
  readonly errors: number;
}

/** What the platform tells of itself. */
export interface PlatformStatus {
  depths(queue: PlatformQueue): Promise<QueueDepths>;
  /** Age of the oldest message in seconds, by queue name; a queue without data is left out. */
  oldestAges(queues: readonly PlatformQueue[], now: Instant): Promise<Readonly<Record<string, number>>>;
  /** All alarms of the stage. */
  alarms(): Promise<readonly AlarmStatus[]>;
  /** Invocations of the last minutes, by service; a service without data is left out. */
  invocations(minutes: number, now: Instant): Promise<readonly ServiceInvocations[]>;
}
