import type { StageSettings } from '../stage-config.ts';
import { accountRows } from './account-rows.ts';
import { businessRows } from './business-rows.ts';
import { queueRows, relayRows } from './message-rows.ts';
import { requestRows } from './request-rows.ts';
import { resourceRows, type WatchedResources } from './resource-rows.ts';
import type { AlarmRow } from './row.ts';

/**
 * The alarms of a stage. docs/operations.md lists what each alarm reads, and what to do when it goes off. The test
 * test/infra/alarms.test.ts compares that page with the templates.
 *
 * The alarms show symptoms, not causes: a function that fails or is throttled shows as old messages, dead letters, a
 * late relay, or responses with status 500 and above. An alarm costs $0.10 a month for each series that it reads.
 */
export const alarmRows = (settings: StageSettings, resources: WatchedResources): readonly AlarmRow[] => [
  ...queueRows(settings),
  ...relayRows(settings),
  ...requestRows(settings),
  ...businessRows(settings),
  ...resourceRows(settings, resources),
  ...(settings.alarms.watchesAccount ? accountRows : []),
];
