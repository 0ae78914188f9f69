import { fuzzMutants } from './fuzz.ts';
import { httpStepMutants } from './http-steps.ts';
import { httpMutants } from './http.ts';
import { inboxMutants } from './inboxes.ts';
import { lambdaMutants } from './lambdas.ts';
import { outboundMutants } from './outbound.ts';
import { privacyMutants } from './privacy.ts';
import { queueSenderMutants } from './queue-senders.ts';
import { relayMutants } from './relays.ts';
import { routeMutants } from './routes.ts';
import type { UnitMutant } from './unit-mutant.ts';
import { unknownMessageMutants } from './unknown-messages.ts';

/** Bugs in the code around use cases: what a Lambda function responds with, reports, sends and logs. */
export const shellMutants: readonly UnitMutant[] = [
  ...relayMutants,
  ...unknownMessageMutants,
  ...inboxMutants,
  ...queueSenderMutants,
  ...httpMutants,
  ...httpStepMutants,
  ...routeMutants,
  ...lambdaMutants,
  ...outboundMutants,
  ...privacyMutants,
  ...fuzzMutants,
];
