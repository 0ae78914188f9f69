import { adapterMutants } from './adapters.ts';
import { alarmMutants } from './alarms.ts';
import { auditMutants } from './audit.ts';
import { contractMutants } from './contract.ts';
import { deploymentMutants } from './deployment.ts';
import { domainMutants } from './domain.ts';
import { htmlMutants } from './html.ts';
import { liveMutants } from './live.ts';
import { retentionMutants } from './retention.ts';
import { shellMutants } from './shells.ts';
import { signatureMutants } from './signatures.ts';
import { simulatorMutants } from './simulators.ts';
import type { UnitMutant } from './unit-mutant.ts';
import { wordMutants } from './words.ts';

/** All bugs that the unit tests must notice. A few show only in the templates, so infra tests must notice them. */
export const unitMutants: readonly UnitMutant[] = [
  ...domainMutants,
  ...shellMutants,
  ...adapterMutants,
  ...htmlMutants,
  ...simulatorMutants,
  ...alarmMutants,
  ...deploymentMutants,
  ...auditMutants,
  ...contractMutants,
  ...retentionMutants,
  ...wordMutants,
  ...signatureMutants,
  ...liveMutants,
];
