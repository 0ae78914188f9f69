import type { StageSettings } from '../../infra/stage-config.ts';
import { requiredOutput, type StackOutputs } from './outputs.ts';
import type { Stack } from './stack-file.ts';

/**
 * What people do after a deployment.
 *
 * @param settingsFile the path of the stage's settings
 * @returns a line for each step
 */
export const nextSteps = (
  { stage, alarms, domain }: Pick<StageSettings, 'stage' | 'alarms' | 'domain'>,
  { stack, outputs, settingsFile }: { stack: Stack; outputs: StackOutputs; settingsFile: string },
): readonly string[] => [
  ...(domain === undefined ? [] : [`Point ${domain.name} to ${requiredOutput(outputs, 'DomainTarget')}.`]),
  alarms.email === undefined
    ? `Nobody is told of alarms. Set "alarmEmail" in ${settingsFile}, and deploy again.`
    : `AWS sends a mail to ${alarms.email}. Alarms arrive only after its link is confirmed.`,
  ...(stage === 'production'
    ? [`Register ${stack.apiUrl}/webhooks/payments with your payment provider (docs/deployment.md).`]
    : []),
];
