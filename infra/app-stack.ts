import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ServiceName } from '../shared/events/catalog.ts';
import { authenticationOf } from './authentication.ts';
import { HttpApi } from './constructs/http-api.ts';
import type { Platform } from './constructs/platform.ts';
import { QueueRegistry } from './constructs/queue-registry.ts';
import { ServiceScope } from './constructs/service-scope.ts';
import type { DataStack } from './data-stack.ts';
import { fulfilment } from './services/fulfilment.ts';
import { inventory } from './services/inventory.ts';
import { notifications } from './services/notifications.ts';
import { ops } from './services/ops.ts';
import { orders } from './services/orders.ts';
import { payments } from './services/payments.ts';
import type { StageSettings } from './stage-config.ts';

/** What the app needs from the other stacks. */
export interface AppStackProps extends StackProps {
  readonly data: DataStack;
  /** The URL of the simulators' API, on stages with simulators. */
  readonly simulatorsUrl?: string | undefined;
}

/** API, functions and queues. This stack can be redeployed at any time, because the data is in `DataStack`. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, settings: StageSettings, props: AppStackProps) {
    const { data, simulatorsUrl, ...stackProps } = props;
    super(scope, id, stackProps);
    const api = new HttpApi(this, 'Api', { settings, name: 'api' });
    const platform: Platform = {
      settings,
      tables: data.tables,
      bus: data.bus,
      api,
      queues: new QueueRegistry(data.bus),
      cursorSecret: data.cursorSecret,
      paymentProviderSecret: data.paymentProviderSecret,
      paymentProviderUrl: settings.paymentProvider.kind === 'simulator' ? simulatorsUrl : undefined,
      authentication: authenticationOf(settings, data, simulatorsUrl),
      lostRecords: data.lostRecords,
    };
    const compose = (name: ServiceName | 'ops', declare: (service: ServiceScope) => void): void =>
      declare(new ServiceScope(this, name, platform));

    compose('orders', orders);
    compose('inventory', inventory);
    compose('payments', payments);
    compose('fulfilment', fulfilment);
    compose('notifications', notifications);
    // Last, because the ops service needs the queues of all other services.
    compose('ops', ops);

    new CfnOutput(this, 'RestApiId', { value: api.restApi.restApiId });
    new CfnOutput(this, 'RestApiStage', { value: api.restApi.deploymentStage.stageName });
    new CfnOutput(this, 'RestApiUrl', { value: api.url });
  }
}
