import { Clock } from '../parts/now.tsx';
import { between, duration } from '../parts/words.ts';
import { isFailure, wordsOf, type TimelineEvent } from './events.ts';
import { flowOf, type Edge, type Place } from './flow.ts';

/** The size of a lane and of a row, and the radius of an event, in CSS pixels. */
const [LANE, ROW, RADIUS] = [22, 44, 6];

const xOf = ({ lane }: Place): number => (lane + 0.5) * LANE;
const yOf = ({ row }: Place): number => (row + 0.5) * ROW;

/** A line within a lane bends to the left, so that it does not run through the events in between. */
const pathOf = ({ from, to }: Edge): string => {
  const [x1, y1, x2, y2] = [xOf(from), yOf(from), xOf(to), yOf(to)];
  const isNext = Math.abs(to.row - from.row) === 1;
  const bend = from.lane === to.lane && !isNext ? LANE / 2 : 0;
  const middle = (y1 + y2) / 2;
  return `M ${x1} ${y1} C ${x1 - bend} ${middle}, ${x2 - bend} ${middle}, ${x2} ${y2}`;
};

/**
 * The flow of an order: which event caused which. The line from an event that requests something is solid, all other
 * lines are dashed.
 */
export const FlowView = ({ timeline }: { readonly timeline: readonly TimelineEvent[] }) => {
  const { lanes, nodes, edges } = flowOf(timeline);
  const width = lanes.length * LANE;
  const height = nodes.length * ROW;
  return (
    <>
      <ul class="flow-key">
        {lanes.map((service) => (
          <li key={service}>
            <span class={`flow-dot ${service}`} aria-hidden="true" /> {service}
          </li>
        ))}
      </ul>
      <div class="flow">
        <svg class="flow-lines" width={width} height={height} aria-hidden="true">
          {edges.map((edge) => (
            <path
              key={`${edge.from.row} ${edge.to.row}`}
              class={edge.isCommand ? 'flow-line' : 'flow-line dashed'}
              d={pathOf(edge)}
            />
          ))}
          {nodes.map((node) => (
            <circle
              key={node.event.id}
              class={`flow-node ${node.service}`}
              cx={xOf(node)}
              cy={yOf(node)}
              r={RADIUS}
            />
          ))}
        </svg>
        <ol class="flow-events" aria-label="Flow">
          {nodes.map(({ event, service, cause }, row) => {
            const before = timeline[row - 1];
            return (
              <li key={event.id} class={isFailure(event.type) ? 'failed' : ''}>
                <span class="flow-words">
                  <strong>{wordsOf(event.type)}</strong>
                  <span class="visually-hidden"> by {service}</span>
                  <span class="soft">
                    {cause === undefined
                      ? 'by a request or a message from outside'
                      : `because of: ${wordsOf(cause.type)}`}
                  </span>
                </span>
                <span class="flow-time soft">
                  <Clock at={event.at} />
                  {before !== undefined && <span>+{duration(between(before.at, event.at))}</span>}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
      <p class="soft small-text">
        Each line leads from a cause to its effect. Solid: a service was asked to act. Dashed: a service heard
        what had happened.
      </p>
    </>
  );
};
