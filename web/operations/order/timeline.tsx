import { useLocation } from 'preact-iso';
import { Clock } from '../parts/now.tsx';
import { between, duration, shortId } from '../parts/words.ts';
import { Bars } from './bars.tsx';
import { isFailure, serviceOf, wordsOf, type Insights, type TimelineEvent } from './events.ts';
import { FlowView } from './flow.tsx';
import type { Seen } from './use-order.ts';

const depths = { compact: 'Compact', timeline: 'Timeline', flow: 'Flow', raw: 'Raw' } as const;
type Depth = keyof typeof depths;

const depthOf = (text: string | undefined): Depth =>
  text === 'compact' || text === 'flow' || text === 'raw' ? text : 'timeline';

const Id = ({ name, id, note }: { readonly name: string; readonly id: string; readonly note?: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <span class="code-text">{id}</span>
      {note !== undefined && <span class="soft"> {note}</span>}
    </dd>
  </>
);

const Event = ({
  event,
  before,
  all,
  correlationId,
}: {
  readonly event: TimelineEvent;
  readonly before: TimelineEvent | undefined;
  readonly all: readonly TimelineEvent[];
  readonly correlationId: string | undefined;
}) => {
  const { id, type, at, causationId } = event;
  const cause = all.find((other) => other.id === causationId);
  const gap = before === undefined ? undefined : between(before.at, at);
  const service = serviceOf(type);
  return (
    <li class={isFailure(type) ? 'failed' : ''}>
      <details>
        <summary>
          <Clock at={at} />
          <span class="gap soft">{gap === undefined ? '' : `+${duration(gap)}`}</span>
          <span class="event-name">{wordsOf(type)}</span>
          <span class={`service ${service ?? 'other'}`}>{service ?? 'other'}</span>
        </summary>
        <dl class="ids">
          <Id name="Event" id={id} />
          <Id
            name="Cause"
            id={causationId}
            note={cause === undefined ? '(a request or a message)' : `(${wordsOf(cause.type)})`}
          />
          <Id name="Correlation" id={event.correlationId} />
          <Id name="At" id={at} />
        </dl>
      </details>
      {event.correlationId !== correlationId && (
        <p class="soft other-trace">
          by another request, correlation <span class="code-text">{shortId(event.correlationId)}</span>
        </p>
      )}
    </li>
  );
};

const Events = ({ insights }: { readonly insights: Insights }) => {
  const { timeline, correlationId } = insights;
  return (
    <>
      <ol class="events" aria-label="Events">
        {timeline.map((event, index) => (
          <Event
            key={event.id}
            event={event}
            before={timeline[index - 1]}
            all={timeline}
            correlationId={correlationId}
          />
        ))}
      </ol>
      {!insights.timelineIsComplete && (
        <p class="soft">There were more than ten events of one type. Only the first ten are listed.</p>
      )}
      {correlationId !== undefined && (
        <p class="soft small-text">
          Correlation id of the request that placed the order: <span class="code-text">{correlationId}</span>
        </p>
      )}
    </>
  );
};

/**
 * What happened to an order in all services, in one of four views, from compact to raw. The page's address contains the
 * chosen view.
 */
export const Timeline = ({ seen }: { readonly seen: Seen }) => {
  const { path, query, route } = useLocation();
  const depth = depthOf(query['depth']);
  const { insights } = seen;
  return (
    <section class="panel" aria-labelledby="timeline">
      <div class="panel-head">
        <h2 id="timeline">What happened</h2>
        <div class="choice" role="group" aria-label="How much is shown">
          {Object.entries(depths).map(([name, text]) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === depth}
              onClick={() => route(name === 'timeline' ? path : `${path}?depth=${name}`, true)}
            >
              {text}
            </button>
          ))}
        </div>
      </div>
      {insights === undefined && <p class="soft">No events are known.</p>}
      {insights !== undefined && (depth === 'compact' || depth === 'timeline') && (
        <Bars timeline={insights.timeline} />
      )}
      {insights !== undefined && depth === 'timeline' && <Events insights={insights} />}
      {insights !== undefined && depth === 'flow' && <FlowView timeline={insights.timeline} />}
      {depth === 'raw' && (
        <pre class="raw" tabIndex={0} aria-label="What the services return">
          {JSON.stringify(
            { order: seen.order, payment: seen.payment, ticket: seen.ticket, insights },
            undefined,
            2,
          )}
        </pre>
      )}
    </section>
  );
};
