import { isCommand, serviceOf, type TimelineEvent } from './events.ts';

/**
 * The possible lanes (columns of the picture), from left to right. `other` has the events of types that the page does
 * not know.
 */
const allLanes = ['orders', 'inventory', 'payments', 'fulfilment', 'other'] as const;
type Lane = (typeof allLanes)[number];

/** A place in the picture: a lane, and a row counted from 0. */
export interface Place {
  readonly lane: number;
  readonly row: number;
}

/** An event in the picture. */
export interface Node extends Place {
  readonly event: TimelineEvent;
  readonly service: Lane;
  /** The event that caused this event. Undefined if the cause is not in the timeline, for example an HTTP request. */
  readonly cause: TimelineEvent | undefined;
}

/** A line from a cause to its effect. */
export interface Edge {
  readonly from: Place;
  readonly to: Place;
  /** True if the cause asks another service to act, so that an answer of that service is expected. */
  readonly isCommand: boolean;
}

/** Which event caused which, as a picture with a row for each event and a lane (column) for each service. */
export interface Flow {
  /** The lanes of the services that published at least one event. */
  readonly lanes: readonly Lane[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/**
 * Puts events into rows and lanes.
 * @param timeline the events, oldest first. Causes that the timeline does not contain are left out.
 */
export const flowOf = (timeline: readonly TimelineEvent[]): Flow => {
  const laneOf = ({ type }: TimelineEvent): Lane => serviceOf(type) ?? 'other';
  const lanes = allLanes.filter((lane) => timeline.some((event) => laneOf(event) === lane));
  const nodes = timeline.map((event, row): Node => {
    const service = laneOf(event);
    const cause = timeline.find(({ id }) => id === event.causationId && id !== event.id);
    return { event, service, cause, row, lane: lanes.indexOf(service) };
  });
  const edges = nodes.flatMap(({ cause, lane, row }) => {
    const from = nodes.find(({ event }) => event === cause);
    return from === undefined || cause === undefined
      ? []
      : [{ from: { lane: from.lane, row: from.row }, to: { lane, row }, isCommand: isCommand(cause.type) }];
  });
  return { lanes, nodes, edges };
};
