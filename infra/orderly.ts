import { Stack, Tags, type App } from 'aws-cdk-lib';
import type { AnyService } from '../shared/events/catalog.ts';
import { AlarmsStack } from './alarms-stack.ts';
import { ApiStack } from './api-stack.ts';
import { authenticationOf, signInOf } from './authentication.ts';
import type { Platform } from './constructs/platform.ts';
import { ServiceScope } from './constructs/service-scope.ts';
import { Subscriptions } from './constructs/subscriptions.ts';
import { LiveStack, liveUrlOf } from './live-stack.ts';
import { DataStack } from './data-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { fulfilment } from './services/fulfilment.ts';
import { insights } from './services/insights.ts';
import { live } from './services/live.ts';
import { inventory } from './services/inventory.ts';
import { notifications } from './services/notifications.ts';
import { ops } from './services/ops.ts';
import { orders } from './services/orders.ts';
import { pages } from './services/pages.ts';
import { partners } from './services/partners.ts';
import { payments } from './services/payments.ts';
import { privacy } from './services/privacy.ts';
import { SimulatorsStack } from './simulators-stack.ts';
import { stackProps, type StageSettings } from './stage-config.ts';

/** The services, in the order in which their resources are created. */
const services: Readonly<Record<AnyService, (service: ServiceScope) => void>> = {
  orders,
  inventory,
  payments,
  fulfilment,
  notifications,
  partners,
  insights,
  live,
  ops,
  privacy,
  pages,
};

/**
 * Creates the stacks of a stage in a CDK app. docs/deployment.md ("Stacks") says what each stack contains, and after
 * which stacks it is deployed.
 */
export const orderly = (app: App, settings: StageSettings): void => {
  const name = (part: string): string => `orderly-${settings.name}-${part}`;
  const simulated = settings.identity.kind === 'simulator' || settings.paymentProvider.kind === 'simulator';
  const data = new DataStack(app, name('data'), settings);
  const simulators = simulated ? new SimulatorsStack(app, name('simulators'), settings) : undefined;
  const workers = new Stack(app, name('workers'), stackProps(settings));
  const liveStack = new LiveStack(app, name('live'), settings);
  const apiStack = new ApiStack(app, name('api'), settings);
  // The API's functions cause events, so the inboxes that receive these events are deployed first.
  apiStack.addStackDependency(workers);
  // A stack that writes an SSM parameter, such as the issuers of tokens, is deployed before the stacks that read it.
  apiStack.addStackDependency(data);
  apiStack.addStackDependency(liveStack);
  liveStack.addStackDependency(data);
  if (simulators !== undefined) liveStack.addStackDependency(simulators);
  const { api, publicUrl } = apiStack;
  const platform: Platform = {
    settings,
    tables: data.tables,
    bus: data.bus,
    api,
    apiUrl: publicUrl,
    workers,
    subscriptions: new Subscriptions(),
    cursorSecret: data.cursorSecret,
    paymentProviderSecret: data.paymentProviderSecret,
    paymentProviderUrl: settings.paymentProvider.kind === 'simulator' ? simulators?.apiUrl : undefined,
    authentication: authenticationOf(settings, apiStack, simulators),
    signIn: signInOf(settings, apiStack, simulators?.identity?.issuer),
    lostRecords: data.lostRecords,
    sockets: liveStack.sockets,
    liveUrl: liveUrlOf(settings, apiStack),
  };
  // The functions of the live service publish no events. So CloudFormation need not create the event rules of other
  // services before these functions.
  const livePlatform: Platform = {
    ...platform,
    workers: liveStack,
    subscriptions: new Subscriptions(),
    authentication: authenticationOf(settings, liveStack, simulators),
  };
  for (const [service, declare] of Object.entries(services)) {
    declare(new ServiceScope(service as AnyService, service === 'live' ? livePlatform : platform));
  }
  if (settings.edge) new EdgeStack(app, name('edge'), settings, api.restApi);
  if (data.lostRecords !== undefined) {
    const watched = { lostRecordsBucket: data.lostRecords.bucketName };
    // The alarms name resources of other stacks, so the alarms are created after these resources.
    new AlarmsStack(app, name('alarms'), settings, watched).addStackDependency(apiStack);
  }
  Tags.of(app).add('application', 'orderly');
  Tags.of(app).add('stage', settings.stage);
  acknowledgeFindings(app, settings);
};
