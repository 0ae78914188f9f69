import { renderToString } from 'preact-render-to-string';
import type { EventCatalogue, EventEntry, EventPattern } from '../domain/events.ts';
import { Event, Fields } from './event.tsx';

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

/** A command that adds a rule for an event. */
const commandFor = (bus: string, pattern: EventPattern): string =>
  `aws events put-rule --name my-rule --event-bus-name '${bus}' \\\n  --event-pattern '${JSON.stringify(pattern)}'`;

const Page = ({ catalogue }: { readonly catalogue: EventCatalogue }) => {
  const { title, version, bus, envelope, events } = catalogue;
  const publishers = [...new Set(events.flatMap((event) => event.publishers))];
  const eventsOf = (publisher: string) => events.filter((event) => event.publishers.includes(publisher));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {/* Without this link, browsers request /favicon.ico. */}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="../docs.css" />
        <link rel="stylesheet" href="../events.css" />
        <link rel="stylesheet" href="../event.css" />
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
            The services of Orderly tell each other what has happened by events on an EventBridge bus. Your
            programs can receive them too.
          </p>
          <section id="receive">
            <h2>Receive an event</h2>
            <p>
              The bus of a stage is <code>{bus}</code>. Add a rule with the pattern of the event, and give the
              rule a queue as its target:
            </p>
            <pre tabindex={0} role="group" aria-label="Command that adds a rule">
              {commandFor(bus, events[0]?.pattern ?? {})}
            </pre>
            <ul>
              <li>
                An event may arrive twice, late, or before its cause. Remember <code>detail.id</code> to
                recognise repetitions.
              </li>
              <li>Ignore fields that you do not know, because events get new fields.</li>
              <li>Where a list of values ends with “or a new value”, accept values that it does not have.</li>
              <li>
                When <a href="#OrderAnonymised">OrderAnonymised</a> arrives, replace the customer’s id that
                you stored with the order by the one in the event, and delete what you know of the person.
              </li>
              <li>
                For programs, <a href="../../asyncapi.json">asyncapi.json</a> has a JSON schema of each event.
              </li>
            </ul>
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
