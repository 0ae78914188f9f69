import { CfnOutput, Stack } from 'aws-cdk-lib';
import { TableV2, type ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { services, type ServiceName } from '../shared/events/catalog.ts';
import {
  customerPoolParameterName,
  issuersParameterName,
  oidcIssuers,
  poolIssuers,
  poolSignIn,
  signInParameterName,
} from './authentication.ts';
import { EventBackbone } from './constructs/event-backbone.ts';
import { keptOrNamed } from './constructs/kept-or-named.ts';
import { LostRecords } from './constructs/lost-records.ts';
import { ServiceTable } from './constructs/service-table.ts';
import { StageSecret } from './constructs/stage-secret.ts';
import { CustomerPool, StaffPool } from './constructs/user-pool.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The restored table that replaces a service's own table, if the settings name one (docs/operations.md). */
const restored = (
  scope: Construct,
  service: ServiceName,
  { restoredTables }: StageSettings,
): ITableV2 | undefined => {
  const table = restoredTables?.[service];
  return table === undefined
    ? undefined
    : TableV2.fromTableAttributes(scope, `Restored${capitalised(service)}Table`, {
        tableName: table.name,
        tableStreamArn: table.streamArn,
      });
};

/**
 * What must survive when other stacks are replaced: tables, bus, secrets, users, the bucket of lost records.
 */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<ServiceName, ITableV2>>;
  readonly bus: EventBus;
  readonly cursorSecret: Secret;
  readonly paymentProviderSecret: Secret;
  readonly lostRecords: LostRecords | undefined;
  readonly #created: ServiceTable[] = [];

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, stackProps(settings));
    const tableOf = (service: ServiceName): ITableV2 => {
      const created = new ServiceTable(this, `${capitalised(service)}Table`, service, settings);
      this.#created.push(created);
      // The cast is needed because CDK's class does not match its interface under `exactOptionalPropertyTypes`.
      const table = restored(this, service, settings) ?? (created as ITableV2);
      new CfnOutput(this, `${capitalised(service)}TableName`, { value: table.tableName });
      return table;
    };
    this.tables = Object.fromEntries(services.map((service) => [service, tableOf(service)])) as Record<
      ServiceName,
      ITableV2
    >;
    this.bus = new EventBackbone(this, 'Events', settings).bus;

    const { removalPolicy } = keptOrNamed(settings, {});
    this.cursorSecret = new StageSecret(this, 'CursorSecret', {
      description: `Signs the cursors of Orderly's lists (${settings.name})`,
      removalPolicy,
    });
    this.paymentProviderSecret = new StageSecret(this, 'PaymentProviderSecret', {
      description: `The payment provider's API key and webhook secrets (${settings.name}), set after deployment`,
      removalPolicy,
    });
    new CfnOutput(this, 'PaymentProviderSecretArn', { value: this.paymentProviderSecret.secretArn });

    this.#identify(settings);
    this.lostRecords = settings.onAws ? new LostRecords(this, 'LostRecords', settings) : undefined;
    this.#exportAll();
  }

  /**
   * Creates the user pools, unless the settings name another provider. Passes the issuers of tokens to other stacks by
   * a parameter.
   */
  #identify(settings: StageSettings): void {
    const { identity } = settings;
    if (identity.kind === 'simulator') return;
    const outputs: Record<string, string | undefined> = {};
    let issuers: string;
    if (identity.kind === 'cognito') {
      const customers = new CustomerPool(this, 'Customers', settings, identity);
      const staff = new StaffPool(this, 'Staff', settings, identity);
      issuers = poolIssuers(customers, staff);
      new StringParameter(this, 'CustomerPool', {
        description: `The user pool of Orderly's customers (${settings.name})`,
        parameterName: customerPoolParameterName(settings),
        stringValue: customers.pool.userPoolId,
      });
      new StringParameter(this, 'SignIn', {
        description: `Where Orderly's customers and staff sign in (${settings.name})`,
        parameterName: signInParameterName(settings),
        stringValue: poolSignIn(customers, staff),
      });
      outputs['CustomerPoolId'] = customers.pool.userPoolId;
      outputs['CustomerIssuer'] = customers.pool.userPoolProviderUrl;
      outputs['CustomerClientId'] = customers.client.userPoolClientId;
      outputs['StaffPoolId'] = staff.pool.userPoolId;
      outputs['StaffIssuer'] = staff.pool.userPoolProviderUrl;
      outputs['StaffClientId'] = staff.client.userPoolClientId;
    } else {
      const { customers, staff } = identity.issuers;
      issuers = oidcIssuers(identity.issuers);
      outputs['CustomerIssuer'] = customers.issuer;
      outputs['CustomerClientId'] = customers.clientId;
      outputs['StaffIssuer'] = staff.issuer;
      outputs['StaffClientId'] = staff.clientId;
    }
    new StringParameter(this, 'TokenIssuers', {
      description: `The issuers of tokens that Orderly accepts (${settings.name})`,
      parameterName: issuersParameterName(settings),
      stringValue: issuers,
    });
    for (const [id, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, id, { value });
    }
  }

  /**
   * Exports everything that other stacks may use, whether they use it or not. CloudFormation refuses to remove an
   * export that another stack still imports, and this stack is deployed before the others. If a resource were exported
   * only while it is used, a release that stops using it could not be deployed.
   */
  #exportAll(): void {
    const values = [
      ...this.#created.flatMap(({ tableName, tableArn, tableStreamArn }) => [
        tableName,
        tableArn,
        tableStreamArn,
      ]),
      this.bus.eventBusName,
      this.bus.eventBusArn,
      this.cursorSecret.secretArn,
      this.paymentProviderSecret.secretArn,
      this.lostRecords?.bucketName,
      this.lostRecords?.bucketArn,
    ];
    for (const value of values) if (value !== undefined) this.exportValue(value);
  }
}
