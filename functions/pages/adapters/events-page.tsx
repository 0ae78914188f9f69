import { renderToString } from 'preact-render-to-string';
import type { EventCatalogue, EventEntry, EventPattern, Receiver } from '../domain/events.ts';
import type { Field } from '../domain/fields.ts';

/** A description. Words between backticks are code. */
const Prose = ({ text }: { readonly text: string }) => (
  <>{text.split(/`([^`]*)`/).map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
);

/** An example of an event, as JSON. */
const Example = ({ of: { name, example } }: { readonly of: EventEntry }) => (
  <figure>
    <figcaption>Example of {name}</figcaption>
    {/* Keyboards must be able to scroll it (WCAG 2.1.1). */}
    <pre tabindex={0} role="group" aria-label={`Example of ${name}`}>
      {JSON.stringify(example, null, 2)
        .split(/("(?:[^"\\]|\\.)*")(?=:)/)
        .map((part, index) => (index % 2 === 1 ? <span class="key">{part}</span> : part))}
    </pre>
  </figure>
);

/** The names of events, each a link to its description. */
const Names = ({ events }: { readonly events: readonly EventEntry[] }) => (
  <ul>
    {events.map(({ name }) => (
      <li>
        <a href={`#${name}`}>{name}</a>
      </li>
    ))}
  </ul>
);

const FieldRow = ({ field }: { readonly field: Field }) => {
  const { path, type, isOptional, description, limits, values, isOpen } = field;
  const name = path.split('.').at(-1) ?? '';
  return (
    <div>
      <dt>
        <code>
          <span class="parent">{path.slice(0, -name.length)}</span>
          {name}
        </code>{' '}
        <span class="type">{type}</span>
        {isOptional && <span class="optional">optional</span>}
      </dt>
      <dd>
        {description !== '' && (
          <p>
            <Prose text={description} />
          </p>
        )}
        {values.length > 0 && (
          <p class="values">
            {values.length > 1 && 'One of '}
            {values.map((value) => (
              <>
                <code>{value}</code>{' '}
              </>
            ))}
            {isOpen && 'or a new value'}
          </p>
        )}
        {limits.length > 0 && (
          <p class="limits">
            <Prose text={limits.join(', ')} />
          </p>
        )}
      </dd>
    </div>
  );
};

const Fields = ({ fields }: { readonly fields: readonly Field[] }) => (
  <dl class="fields">
    {fields.map((field) => (
      <FieldRow field={field} />
    ))}
  </dl>
);

const conditionOf = ({ condition = {} }: Receiver): string =>
  Object.entries(condition)
    .map(([field, values]) => ` if ${field} is ${values.join(' or ')}`)
    .join(' and');

const Receivers = ({ bus, receivers }: { readonly bus: string; readonly receivers: readonly Receiver[] }) =>
  receivers.length === 0 ? (
    <>no service of Orderly</>
  ) : (
    <>
      {receivers.map((receiver, index) => (
        <>
          {index > 0 && ', '}
          <strong>{receiver.service}</strong>{' '}
          <span class="queue">({receiver.queue.replace(`${bus}-`, '')}</span>
          <span class="queue">{conditionOf(receiver)})</span>
        </>
      ))}
    </>
  );

const Event = ({ bus, event }: { readonly bus: string; readonly event: EventEntry }) => (
  <article id={event.name} aria-labelledby={`${event.name}-name`}>
    <div class="words">
      <h3 id={`${event.name}-name`}>
        <a href={`#${event.name}`}>{event.name}</a>
      </h3>
      <p class="description">
        <Prose text={event.description} />
      </p>
      <p class="parties">
        Published by <strong>{event.publishers.join(', ')}</strong>. Received by{' '}
        <Receivers bus={bus} receivers={event.receivers} />.
      </p>
      <h4>
        Fields of <code>detail.data</code>
      </h4>
      <Fields fields={event.data} />
    </div>
    <div class="code">
      <figure>
        <figcaption>Pattern for {event.name}</figcaption>
        <pre class="line">{JSON.stringify(event.pattern)}</pre>
      </figure>
      <Example of={event} />
    </div>
  </article>
);

/** The events of a service, and who receives them. */
const OverviewOf = ({
  publisher,
  events,
}: {
  readonly publisher: string;
  readonly events: readonly EventEntry[];
}) => (
  <tbody>
    <tr class="publisher">
      <th scope="rowgroup" colSpan={2}>
        Published by <strong>{publisher}</strong>
      </th>
    </tr>
    {events.map(({ name, receivers }) => (
      <tr>
        <th scope="row">
          <a href={`#${name}`}>{name}</a>
        </th>
        <td>{[...new Set(receivers.map(({ service }) => service))].join(', ') || '–'}</td>
      </tr>
    ))}
  </tbody>
);

/** A command that makes a rule for an event. */
const commandFor = (bus: string, pattern: EventPattern): string =>
  `aws events put-rule --name my-rule --event-bus-name '${bus}' \\\n  --event-pattern '${JSON.stringify(pattern)}'`;

const Page = ({ catalogue }: { readonly catalogue: EventCatalogue }) => {
  const { title, version, description, bus, envelope, events } = catalogue;
  const publishers = [...new Set(events.flatMap((event) => event.publishers))];
  const eventsOf = (publisher: string) => events.filter((event) => event.publishers.includes(publisher));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {/* Without it, browsers ask for /favicon.ico. */}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="../docs.css" />
        <link rel="stylesheet" href="../events.css" />
      </head>
      <body>
        <nav class="site" aria-label="Documentation">
          <strong>Orderly</strong>
          <a href="../index.html">API</a>
          <a href="index.html" aria-current="page">
            Events
          </a>
          <a href="../../asyncapi.json">asyncapi.json</a>
        </nav>
        <nav class="contents" aria-label="Contents">
          <a href="#receive">Receive an event</a>
          <a href="#all">All events</a>
          <a href="#envelope">What every event has</a>
          {publishers.map((publisher) => (
            <>
              <h2>{publisher}</h2>
              <Names events={eventsOf(publisher)} />
            </>
          ))}
        </nav>
        <main>
          <h1>
            {title} <small>{version}</small>
          </h1>
          <p class="lead">
            <Prose text={description} />
          </p>
          <section id="receive">
            <h2>Receive an event</h2>
            <p>
              The bus of a stage is <code>{bus}</code>. Make a rule with the pattern of the event, and give it
              a queue as its target:
            </p>
            <pre tabindex={0} role="group" aria-label="Command that makes a rule">
              {commandFor(bus, events[0]?.pattern ?? {})}
            </pre>
            <p>
              <a href="../../asyncapi.json">asyncapi.json</a> has all of this page for programs, with a JSON
              schema of each event.
            </p>
          </section>
          <section id="all">
            <h2>All events</h2>
            <table>
              <thead>
                <tr>
                  <th scope="col">Event</th>
                  <th scope="col">Received by</th>
                </tr>
              </thead>
              {publishers.map((publisher) => (
                <OverviewOf publisher={publisher} events={eventsOf(publisher)} />
              ))}
            </table>
          </section>
          <section id="envelope">
            <h2>What every event has</h2>
            <p>
              A field is always there, unless it is marked <span class="optional">optional</span>.
            </p>
            <Fields fields={envelope} />
          </section>
          {publishers.map((publisher) => (
            <section id={`of-${publisher}`}>
              <h2>Events of {publisher}</h2>
              {eventsOf(publisher).map((event) => (
                <Event bus={bus} event={event} />
              ))}
            </section>
          ))}
        </main>
      </body>
    </html>
  );
};

/** The page that shows all events, as HTML. It needs the style sheets of web/docs, and no script. */
export const eventsPage = (catalogue: EventCatalogue): string =>
  `<!doctype html>\n${renderToString(<Page catalogue={catalogue} />)}\n`;
