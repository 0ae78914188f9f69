import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import type { ServiceFunction } from './service-function.ts';

/** The name of a stage's configuration set. */
export const configurationSetOf = ({ name }: Pick<StageSettings, 'name'>): string => `orderly-${name}`;

/**
 * How a stage sends mails: SES's configuration set.
 *
 * - TLS is required, because mails hold payment links. By default, SES sends in clear to servers without TLS.
 * - SES sends nothing more to an address that has bounced or complained (developer guide, "account-level suppression
 *   list").
 */
export class MailSending extends Construct {
  /** The name of the configuration set. */
  readonly configurationSet: string;
  readonly #settings: StageSettings;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.#settings = settings;
    this.configurationSet = configurationSetOf(settings);
    new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: this.configurationSet,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }

  /**
   * Lets a function send mails, only from our sender and with the configuration set. Sets `MAIL_SENDER` and
   * `MAIL_CONFIGURATION_SET`. The resource is any identity of the account, because SES checks the identity of the
   * address or of its domain. In the SES sandbox it also checks recipients' identities.
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
