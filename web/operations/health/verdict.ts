import { holdsUpOrders } from '../letters/letters.ts';
import { counted, duration, percent } from '../parts/words.ts';
import type { Status } from '../parts/status.ts';

/** Something that is wrong, and where docs/operations.md says what to do. */
export interface Finding {
  readonly what: string;
  /** The title of a section of docs/operations.md. */
  readonly runbook: string;
  /** True if the page "Dead letters" helps. */
  readonly isLetters?: boolean;
}

/** Whether the platform is well. */
export interface Verdict {
  readonly isWell: boolean;
  readonly findings: readonly Finding[];
  /** The parts of the state that could not be read, so it is not known whether they are well. */
  readonly unknown: readonly string[];
}

/**
 * A message that has waited this long is reported. Usually, messages are processed within seconds. The alarm of a
 * service's inbox goes off at a similar age.
 */
const OLD_SECONDS = 300;

/**
 * The page warns about a service if at least `SOME_FAILURES` of its invocations in the last minutes (`windowMinutes` in
 * functions/ops/api.ts) failed, and if these failures are at least the share `HIGH_RATE` of all its invocations in this
 * time.
 */
const HIGH_RATE = 0.01;
const SOME_FAILURES = 3;

type Queue = Status['queues'][number];

const ofLetters = ({ name, deadLetters }: Queue): readonly Finding[] =>
  (deadLetters ?? 0) === 0
    ? []
    : [
        {
          what: `${name} has ${counted(deadLetters ?? 0, 'dead letter')}. ${holdsUpOrders(name) ? 'Orders stand still.' : 'It can wait until the morning: no order is held up.'}`,
          runbook: 'Dead letters',
          isLetters: true,
        },
      ];

/**
 * A queue with only delayed messages (`depth` is 0) is not reported, because the watchdog's queue delays its messages
 * for minutes on purpose.
 */
const ofAge = ({ name, depth, oldestAgeSeconds }: Queue): readonly Finding[] =>
  oldestAgeSeconds === null || oldestAgeSeconds < OLD_SECONDS || depth === 0
    ? []
    : [
        {
          what: `The oldest message of ${name} has waited ${duration(oldestAgeSeconds * 1000)}.`,
          runbook: 'When an alarm goes off',
        },
      ];

const ofFailures = ({ windowMinutes, services }: Status['failures']): readonly Finding[] =>
  (services ?? [])
    .filter(({ errors, failureRate }) => failureRate >= HIGH_RATE && errors >= SOME_FAILURES)
    .map(({ service, errors, failureRate }) => ({
      what: `${counted(errors, 'invocation')} of ${service} failed in the last ${windowMinutes} minutes (${percent(failureRate)}).`,
      runbook: 'Logs',
    }));

/** Judges the state of the platform: what is wrong, most urgent first, and what is not known. */
export const verdictOf = ({ queues, alarms, failures, unavailable }: Status): Verdict => {
  const findings = [
    ...(alarms ?? [])
      .filter(({ state }) => state === 'ALARM')
      .map(({ name }) => ({ what: `The alarm ${name} is on.`, runbook: 'When an alarm goes off' })),
    ...queues.flatMap(ofLetters),
    ...queues.flatMap(ofAge),
    ...ofFailures(failures),
  ];
  return { isWell: findings.length === 0 && unavailable.length === 0, findings, unknown: unavailable };
};
