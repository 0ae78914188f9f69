import { Rule, type EventBus, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { publishedBy, publishers, sourceOf } from '../../shared/events/catalog.ts';
import type { Inbox } from '../../shared/events/subscriptions.ts';

/**
 * Adds one rule for each service whose events a subscriber receives (shared/events/subscriptions.ts). A rule matches
 * only the source of that service. A relay may publish only with the source of its own service (outbox-relay.ts).
 * @param name the name of the subscriber, for the description of the rules
 */
export const subscriptionRules = (
  scope: Construct,
  bus: EventBus,
  name: string,
  { service, events, match }: Inbox,
  target: IRuleTarget,
): readonly Rule[] =>
  publishers.flatMap((publisher) => {
    const detailType = events.filter((event) => event in publishedBy[publisher]);
    if (detailType.length === 0) return [];
    return new Rule(scope, `RuleFor${publisher}`, {
      eventBus: bus,
      eventPattern: {
        source: [sourceOf(publisher)],
        detailType,
        ...(match === undefined ? {} : { detail: { data: match } }),
      },
      description: `Sends the events of ${publisher} that ${service} needs to ${name}`,
      targets: [target],
    });
  });
