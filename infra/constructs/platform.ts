import type { Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ServiceName } from '../../shared/events/catalog.ts';
import type { StageSettings } from '../stage-config.ts';
import type { HttpApi } from './http-api.ts';
import type { LostRecords } from './lost-records.ts';
import type { SocketApi } from './socket-api.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The resources that all services share. */
export interface Platform {
  readonly settings: StageSettings;
  readonly tables: Readonly<Record<ServiceName, ITableV2>>;
  readonly bus: EventBus;
  readonly api: HttpApi;
  /** The API's own address, which is not that of the distribution. It has no trailing slash. */
  readonly apiUrl: string;
  /** The stack of queues, and of the functions that no caller waits for. */
  readonly workers: Stack;
  readonly subscriptions: Subscriptions;
  readonly cursorSecret: Secret;
  readonly paymentProviderSecret: Secret;
  /** The URL of the simulated payment provider, if the provider is simulated. */
  readonly paymentProviderUrl: string | undefined;
  /** The environment variables `AUTH_*`, which functions need to verify tokens. */
  readonly authentication: Readonly<Record<string, string>>;
  /** The environment variable `SIGN_IN`, with which the pages know where people sign in. */
  readonly signIn: Readonly<Record<string, string>>;
  readonly lostRecords: LostRecords | undefined;
  /** The WebSocket API, and its address for pages, if the stage has live connections. */
  readonly sockets: SocketApi | undefined;
  readonly liveUrl: string | undefined;
}
