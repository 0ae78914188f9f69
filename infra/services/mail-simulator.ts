import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import * as api from '../../simulators/mail/api.ts';
import { configurationSetOf, SIMULATED_SES } from '../constructs/mail-sending.ts';
import { Simulator, type SimulatorProps } from '../constructs/simulator.ts';

/**
 * The mail simulator. On request, it publishes a report about a mail, for example that the mail bounced. No emulator of
 * SES publishes such reports. Anyone may request one, so the mail simulator exists only on local stages. On AWS, SES's
 * own mailbox simulator causes such reports (docs/operations.md).
 */
export const mailSimulator = (scope: Construct, props: SimulatorProps): void => {
  const mail = new Simulator(scope, 'Mail', 'mail', props);
  const bus = Stack.of(scope).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
  });
  mail
    .route(api.publishFeedback, 'publish-feedback', {
      table: [],
      environment: { EVENT_SOURCE: SIMULATED_SES, CONFIGURATION_SET: configurationSetOf(props.settings) },
    })
    .allowEvents(bus, [SIMULATED_SES]);
};
