import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Rule } from 'aws-cdk-lib/aws-events';
import { DependencyGroup } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

const mappingsOf = (reader: ServiceFunction): readonly CfnEventSourceMapping[] =>
  reader.node.findAll().filter((child) => child instanceof CfnEventSourceMapping);

/**
 * The order in which a deployment creates and updates publishers and subscribers. The bus drops an event that no rule
 * matches, without an error. So code that causes new events is deployed after the rules that deliver them.
 */
export class Subscriptions {
  readonly #rules = new DependencyGroup();
  readonly #consumers = new DependencyGroup();

  /** Adds an inbox: the rules that deliver to it, and the function that consumes it. */
  add(rules: readonly Rule[], consumer: ServiceFunction): void {
    for (const rule of rules) this.#rules.add(rule);
    for (const mapping of mappingsOf(consumer)) this.#consumers.add(mapping);
  }

  /**
   * Deploys the code of a function after all rules, because the new code may store events that only the new rules
   * match.
   */
  precede(writer: ServiceFunction): void {
    writer.node.defaultChild?.node.addDependency(this.#rules);
  }

  /** Lets a relay read its stream only when all rules exist and all inboxes have their functions. */
  precedeRelay(relay: ServiceFunction): void {
    for (const mapping of mappingsOf(relay)) mapping.node.addDependency(this.#rules, this.#consumers);
  }
}
