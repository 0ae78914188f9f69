import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const tests = 'test/unit/shared/outbound/';

/** Bugs in the limits of outbound calls. */
export const outboundMutants: readonly UnitMutant[] = [
  ...plantedIn('shared', 'shared/outbound.ts', `${tests}aws-client.test.ts`, [
    [
      'time-out-only-warns',
      'An attempt that takes too long only logs a warning, so a silent server is not tried again.',
      '      throwOnRequestTimeout: true,\n',
      '',
    ],
    [
      'stalled-response-hangs',
      'An attempt whose response stops after its head is not tried again.',
      '      socketTimeout: attemptMs,\n',
      '',
    ],
    [
      'call-without-limit',
      'A call has no limit as a whole, so a response that comes byte by byte never ends it.',
      "  add(withinCall, { name: 'callLimit', step: 'initialize' });\n  add(withinCall, { name: 'attemptLimit', step: 'finalizeRequest', priority: 'low' });\n",
      '  void [add, withinCall];\n',
    ],
    [
      'given-up-call-goes-on',
      'A call that was given up makes more attempts in the background.',
      "  add(withinCall, { name: 'attemptLimit', step: 'finalizeRequest', priority: 'low' });\n",
      '',
    ],
  ]),
  ...plantedIn('shared', 'shared/outbound.ts', `${tests}deadline.test.ts`, [
    [
      'deadline-ignored',
      'A call keeps to its own limit, but not to the deadline of its invocation.',
      'Math.min(limitMs, timeLeft())',
      'limitMs',
    ],
    [
      'inner-calls-outlive-outer',
      'A call that was given up makes new calls of its own.',
      'Promise.race([untilDeadline(Date.now() + ms, call), late])',
      'Promise.race([call(), late])',
    ],
    [
      'fetch-without-limit',
      'A request to another system than AWS waits for ever.',
      'return fetch(input, { ...init, signal });',
      'return fetch(input, init);',
    ],
    [
      'short-invocation-keeps-no-time',
      'An invocation of two seconds reserves all of its time.',
      'Math.min(MOST_RESERVED_MS, remainingMs / 4)',
      'MOST_RESERVED_MS',
    ],
  ]),
];
