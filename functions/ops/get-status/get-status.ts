import type { Clock } from '../../../shared/kernel/clock.ts';
import type { PlatformQueue } from '../domain/platform-queue.ts';
import type {
  AlarmStatus,
  PlatformStatus,
  QueueDepths,
  ServiceInvocations,
} from '../domain/platform-status.ts';

/** How far back failures count. */
const WINDOW_MINUTES = 15;

export interface Dependencies {
  readonly platform: PlatformStatus;
  readonly queues: readonly PlatformQueue[];
  readonly now: Clock;
  /** Notes for operators why a source did not answer; the answer itself says nothing of the inside. */
  readonly noteUnavailable: (source: string, error: unknown) => void;
}

/** A service's invocations with the part of them that failed, 0 to 1. */
export interface ServiceFailures extends ServiceInvocations {
  readonly failureRate: number;
}

/** The state of the platform. What is `null` is not known: there is no data, or its source did not answer. */
export interface Status {
  readonly queues: readonly ({ readonly [Depth in keyof QueueDepths]: QueueDepths[Depth] | null } & {
    readonly name: string;
    readonly oldestAgeSeconds: number | null;
  })[];
  readonly alarms: readonly AlarmStatus[] | null;
  readonly failures: {
    readonly windowMinutes: number;
    readonly failureRate: number | null;
    readonly services: readonly ServiceFailures[] | null;
  };
  /** What could not be asked: `queue orders-inbox` and so on, `oldest-ages`, `alarms`, `failures`. */
  readonly unavailable: readonly string[];
}

/**
 * Looks at queues, alarms and failures, all at once. What does not answer is reported as such: whoever looks here is
 * likely to be in the middle of an outage, and needs the rest. Never throws.
 */
export const getStatus =
  ({ platform, queues, now, noteUnavailable }: Dependencies) =>
  async (): Promise<Status> => {
    const unavailable: string[] = [];
    const ifKnown = async <T>(name: string, asked: Promise<T>): Promise<T | null> => {
      try {
        return await asked;
      } catch (error) {
        noteUnavailable(name, error);
        unavailable.push(name);
        return null;
      }
    };
    const at = now();
    const [depths, ages, alarms, services] = await Promise.all([
      Promise.all(queues.map((queue) => ifKnown(`queue ${queue.name}`, platform.depths(queue)))),
      ifKnown('oldest-ages', platform.oldestAges(queues, at)),
      ifKnown('alarms', platform.alarms()),
      ifKnown('failures', platform.invocations(WINDOW_MINUTES, at)),
    ]);
    return {
      queues: queues.map(({ name }, index) => ({
        name,
        ...(depths[index] ?? { depth: null, inFlight: null, delayed: null, deadLetters: null }),
        oldestAgeSeconds: ages?.[name] ?? null,
      })),
      alarms,
      failures: {
        windowMinutes: WINDOW_MINUTES,
        failureRate: services === null ? null : overallRate(services),
        services:
          services?.map((service) => ({
            ...service,
            failureRate: rateOf(service.errors, service.invocations) ?? 0,
          })) ?? null,
      },
      unavailable: unavailable.sort(),
    };
  };

const overallRate = (services: readonly ServiceInvocations[]): number | null => {
  const sum = (count: (service: ServiceInvocations) => number) =>
    services.reduce((total, service) => total + count(service), 0);
  return rateOf(
    sum(({ errors }) => errors),
    sum(({ invocations }) => invocations),
  );
};

const rateOf = (errors: number, invocations: number): number | null =>
  invocations === 0 ? null : Math.round((errors / invocations) * 10_000) / 10_000;
