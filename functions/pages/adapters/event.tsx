import type { EventEntry, Receiver } from '../domain/events.ts';
import type { Field } from '../domain/fields.ts';

/** A description. Words between backticks are code. */
const Prose = ({ text }: { readonly text: string }) => (
  <>{text.split(/`([^`]*)`/).map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
);

/** An example of an event, as JSON. */
const Example = ({ of: { name, example } }: { readonly of: EventEntry }) => (
  <figure>
    <figcaption>Example of {name}</figcaption>
    {/* Keyboard users must be able to scroll the example (WCAG 2.1.1). */}
    <pre tabindex={0} role="group" aria-label={`Example of ${name}`}>
      {JSON.stringify(example, null, 2)
        .split(/("(?:[^"\\]|\\.)*")(?=:)/)
        .map((part, index) => (index % 2 === 1 ? <span class="key">{part}</span> : part))}
    </pre>
  </figure>
);

const FieldRow = ({ field }: { readonly field: Field }) => {
  const { path, type, isOptional, description, limits, values, isOpen } = field;
  const name = path.split('.').at(-1) ?? '';
  return (
    <div>
      <dt>
        <code>
          {name !== path && <span class="parent">{path.slice(0, -name.length)}</span>}
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

/** A description list of fields: their names, types, limits and descriptions. */
export const Fields = ({ fields }: { readonly fields: readonly Field[] }) => (
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
          <strong>{receiver.service}</strong> ({receiver.target.replace(`${bus}-`, '')}
          {conditionOf(receiver)})
        </>
      ))}
    </>
  );

/** The section about one event. */
export const Event = ({ bus, event }: { readonly bus: string; readonly event: EventEntry }) => (
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
