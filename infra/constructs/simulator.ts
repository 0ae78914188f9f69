import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import type { AlarmBook } from './alarm-book.ts';
import type { HttpApi, HttpMethod } from './http-api.ts';
import { addFunctionAlarms } from './service-alarms.ts';
import { ServiceFunction } from './service-function.ts';

/** What every outside party stands on. */
export interface SimulatorProps {
  readonly settings: StageSettings;
  readonly api: HttpApi;
  readonly table: TableV2;
  readonly alarms: AlarmBook;
}

/** What a function of an outside party needs. */
export interface SimulatorFunctionOptions {
  /** What it does with the simulators' table. */
  readonly table: readonly ('GetItem' | 'PutItem' | 'UpdateItem')[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

/**
 * An outside party as its file in `infra/services` composes it, one line a use case. It has no inbox, no relay and no
 * part in the platform: all it shares with the services is the way functions are made.
 */
export class Simulator extends Construct {
  readonly #name: string;
  readonly #props: SimulatorProps;

  /** @param name of its folder below `functions/simulators`. */
  constructor(scope: Construct, id: string, name: string, props: SimulatorProps) {
    super(scope, id);
    this.#name = name;
    this.#props = props;
  }

  /** A use case behind a route; whoever may call it, the function itself decides. */
  route(method: HttpMethod, path: string, slice: string, options: SimulatorFunctionOptions): ServiceFunction {
    const handler = this.function(slice, options);
    this.#props.api.route(method, path, handler);
    return handler;
  }

  /** A use case that something else sets off. */
  function(slice: string, { table, environment, timeoutSeconds }: SimulatorFunctionOptions): ServiceFunction {
    const { settings, table: shared, alarms } = this.#props;
    const made = new ServiceFunction(this, slice, {
      settings,
      service: this.#name,
      slice,
      folder: `simulators/${this.#name}`,
      environment: { TABLE_NAME: shared.tableName, ...environment },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    made.allow(
      table.map((action) => `dynamodb:${action}`),
      [shared.tableArn],
    );
    addFunctionAlarms(made, alarms);
    return made;
  }
}
