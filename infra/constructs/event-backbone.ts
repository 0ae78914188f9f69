import { Duration } from 'aws-cdk-lib';
import { EventBus, Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';

/** The event bus of all services. On AWS it has an archive for replays. */
export class EventBackbone extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: `orderly-${settings.name}` });
    // Emulators do not support archives. A replay is safe, because consumers are idempotent (docs/glossary.md).
    if (settings.onAws) {
      this.bus.archive('Archive', {
        archiveName: `orderly-${settings.name}`,
        description: 'All published events, to replay after a loss',
        eventPattern: { source: Match.prefix('orderly.') },
        retention: Duration.days(settings.archiveDays),
      });
    }
  }
}
