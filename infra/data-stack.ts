import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { services, type ServiceName } from '../shared/events/catalog.ts';
import { EventBackbone } from './constructs/event-backbone.ts';
import { LostRecords } from './constructs/lost-records.ts';
import { ServiceTable } from './constructs/service-table.ts';
import { Users } from './constructs/user-pool.ts';
import type { StageSettings } from './stage-config.ts';

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What must survive when other stacks are replaced: tables, bus, secrets, users. Deployed before the other stacks. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<ServiceName, ServiceTable>>;
  readonly bus: EventBus;
  readonly cursorSecret: Secret;
  readonly paymentProviderSecret: Secret;
  readonly users: Users | undefined;
  readonly lostRecords: LostRecords | undefined;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps = {}) {
    super(scope, id, props);
    const tableOf = (service: ServiceName): ServiceTable => {
      const table = new ServiceTable(this, `${capitalised(service)}Table`, service, settings);
      new CfnOutput(this, `${capitalised(service)}TableName`, { value: table.tableName });
      return table;
    };
    this.tables = Object.fromEntries(services.map((service) => [service, tableOf(service)])) as Record<
      ServiceName,
      ServiceTable
    >;
    this.bus = new EventBackbone(this, 'Events', settings).bus;

    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const generateSecretString = { passwordLength: 48, excludePunctuation: true };
    this.cursorSecret = new Secret(this, 'CursorSecret', {
      description: `Encrypts the cursors of Orderly's lists (${settings.stage})`,
      generateSecretString,
      removalPolicy,
    });
    this.paymentProviderSecret = new Secret(this, 'PaymentProviderSecret', {
      description: `The payment provider's API key and webhook secrets (${settings.stage}), set after deployment`,
      generateSecretString,
      removalPolicy,
    });
    new CfnOutput(this, 'PaymentProviderSecretArn', { value: this.paymentProviderSecret.secretArn });

    this.users = settings.identity.kind === 'cognito' ? new Users(this, 'Users', settings) : undefined;
    if (this.users !== undefined) {
      new CfnOutput(this, 'UserPoolId', { value: this.users.pool.userPoolId });
      new CfnOutput(this, 'UserPoolClientId', { value: this.users.client.userPoolClientId });
    }
    this.lostRecords = settings.onAws ? new LostRecords(this, 'LostRecords', settings) : undefined;
  }
}
