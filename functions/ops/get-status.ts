import type { Clock } from '../../shared/kernel/clock.ts';
import type {
  AlarmStatus,
  PlatformQueue,
  PlatformStatus,
  QueueDepths,
  ServiceInvocations,
} from './domain/platform.ts';

/** The status counts the invocations and failures of the last `WINDOW_MINUTES` minutes. */
const WINDOW_MINUTES = 15;

/** The ports of the use case. */
export interface GetStatusDependencies {
  readonly platform: PlatformStatus;
  readonly queues: readonly PlatformQueue[];
  readonly now: Clock;
  /** Logs why a source could not be read. The response only names the source. */
  readonly noteUnavailable: (source: string, error: unknown) => void;
}

/** A service's invocations with the fraction of them that failed. */
export interface ServiceFailures extends ServiceInvocations {
  readonly failureRate: number;
}

/** The state of the platform. `null` means not known: there is no data, or its source could not be read. */
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
  /** The sources that could not be read: `queue orders-inbox` and so on, `oldest-ages`, `alarms`, `failures`. */
  readonly unavailable: readonly string[];
}

/**
 * Reads queues, alarms and failures concurrently. It never throws: during an outage, an operator needs the sources that
 * can still be read. `unavailable` names the sources that cannot be read.
 */
export const getStatus =
  ({ platform, queues, now, noteUnavailable }: GetStatusDependencies) =>
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
