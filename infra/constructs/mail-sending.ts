import { Aws } from 'aws-cdk-lib';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import type { ServiceFunction } from './service-function.ts';

/** The field `source` of the mail simulator's events. In SES's own events it is `aws.ses`. */
export const SIMULATED_SES = 'simulated.ses';

/** The name of a stage's configuration set. */
export const configurationSetOf = ({ name }: Pick<StageSettings, 'name'>): string => `orderly-${name}`;

/**
 * How a stage sends mails: with a configuration set of SES. This set makes SES report bounces and complaints to
 * EventBridge's default bus.
 *
 * - TLS is required, because mails contain codes and payment links. Without this setting, SES sends unencrypted mails
 *   to servers without TLS.
 * - SES keeps a list of the addresses whose mails bounced or whose owners complained, and sends no more mails to them.
 *   Orderly also stops sending to such an address when it receives SES's event about it. But this event may get lost,
 *   because SES does not guarantee to deliver events.
 */
export class MailSending extends Construct {
  /** The name of the configuration set. */
  readonly configurationSet: string;
  readonly #settings: StageSettings;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.#settings = settings;
    this.configurationSet = configurationSetOf(settings);
    const set = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: this.configurationSet,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    set.addEventDestination('Feedback', {
      configurationSetEventDestinationName: 'feedback',
      // SES supports only the default bus (CloudFormation, EventBridgeDestination).
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
  }

  /**
   * The events about mails of this stage. SES tags each mail with the configuration set of its stage. Only AWS's
   * services can put events whose source begins with `aws.` on a bus. An emulator also refuses such events from other
   * senders. So the mail simulator has another source.
   */
  get feedback(): EventPattern {
    return {
      source: [this.#settings.onAws ? 'aws.ses' : SIMULATED_SES],
      detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet] } } },
    };
  }

  /**
   * Lets a function send mails, but only from the stage's sender and with the configuration set. Sets `MAIL_SENDER` and
   * `MAIL_CONFIGURATION_SET`. The policy allows all identities of the account, because SES may check the permission for
   * the identity of the sender's address, or for that of the address's domain. In the SES sandbox, SES also checks the
   * permission for the identities of recipients.
   */
  allow(sending: ServiceFunction): void {
    const { mailSender } = this.#settings;
    const ses = `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    sending.addEnvironment('MAIL_SENDER', mailSender);
    sending.addEnvironment('MAIL_CONFIGURATION_SET', this.configurationSet);
    sending.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['ses:SendEmail'],
        resources: [`${ses}:identity/*`, `${ses}:configuration-set/${this.configurationSet}`],
        conditions: { StringEquals: { 'ses:FromAddress': mailSender } },
      }),
    );
    sending.allowOnEmulator('sendMail', ['*']);
  }
}
