import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Route } from '../../shared/http/route.ts';
import type { StageSettings } from '../stage-config.ts';
import type { HttpApi } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';

/** The resources that all simulators share. */
export interface SimulatorProps {
  readonly settings: StageSettings;
  readonly api: HttpApi;
  readonly table: TableV2;
  /** The address at which people reach the simulators' API, if this is not the API's own address. */
  readonly publicUrl: string | undefined;
}

/** What a simulator's function needs. */
export interface SimulatorFunctionOptions {
  /** The actions that the function may take on the simulators' table. */
  readonly table: readonly ('GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem')[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

/**
 * The infrastructure of one simulated external party. Its file in `infra/services` adds each use case with a method of
 * this class. Unlike a service, it has no inbox and no relay.
 */
export class Simulator extends Construct {
  readonly #name: string;
  readonly #props: SimulatorProps;

  /** @param name the simulator's folder in `simulators`. */
  constructor(scope: Construct, id: string, name: string, props: SimulatorProps) {
    super(scope, id);
    this.#name = name;
    this.#props = props;
  }

  /**
   * Adds a function behind routes. The function itself authenticates callers.
   * @param routes one route, or all routes that the function serves (`handlerByRoute` in shared/http/http-handler.ts)
   */
  route(routes: Route | readonly Route[], entry: string, options: SimulatorFunctionOptions): ServiceFunction {
    const handler = this.function(entry, options);
    for (const route of [routes].flat()) this.#props.api.route(route, handler);
    return handler;
  }

  /** Adds a use case without a route. */
  function(entry: string, { table, environment, timeoutSeconds }: SimulatorFunctionOptions): ServiceFunction {
    const { settings, table: shared } = this.#props;
    const made = new ServiceFunction(this, entry, {
      settings,
      service: this.#name,
      entry,
      folder: `simulators/${this.#name}`,
      environment: { TABLE_NAME: shared.tableName, ...environment },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    if (table.length > 0) {
      made.allow(
        table.map((action) => `dynamodb:${action}`),
        [shared.tableArn],
      );
    }
    return made;
  }
}
