import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { FailureNote } from '../../common/failure-note.tsx';
import { pathTo } from '../../common/place.ts';
import { ForAdmins } from '../parts/for-admins.tsx';
import { Ago, At } from '../parts/now.tsx';
import { isAdmin } from '../parts/role.ts';
import { followStatus, platform, type Status } from '../parts/status.ts';
import { counted, percent, roughly } from '../parts/words.ts';
import { verdictOf } from './verdict.ts';

/** The pause between two requests for the platform's state while this page is open, in milliseconds. */
const PAUSE_MS = 10_000;

const VerdictBox = ({ status }: { readonly status: Status }) => {
  const { isWell, findings, unknown } = verdictOf(status);
  const wrong = findings.length;
  return (
    <section class={`story ${isWell ? 'good' : wrong === 0 ? 'waiting' : 'bad'}`} aria-label="Verdict">
      <h2 aria-live="polite">
        {isWell
          ? 'All is well.'
          : wrong === 0
            ? 'Nothing is wrong, as far as it is known.'
            : `${counted(wrong, 'thing needs', 'things need')} attention.`}
      </h2>
      <ul class="findings">
        {findings.map(({ what, runbook, isLetters }) => (
          <li key={what}>
            {isLetters === true ? <a href={pathTo('dead-letters')}>{what}</a> : what}{' '}
            <span class="soft">docs/operations.md, “{runbook}”</span>
          </li>
        ))}
        {unknown.length > 0 && <li>Could not be read: {unknown.join(', ')}.</li>}
      </ul>
    </section>
  );
};

const Number = ({ value }: { readonly value: number | null }) =>
  value === null ? <span class="soft">–</span> : <>{value}</>;

const Section = ({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) => (
  <section class="panel" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);

const Queues = ({ queues }: Pick<Status, 'queues'>) => (
  <Section id="queues" title="Queues and relays">
    <table class="rows dense">
      <thead>
        <tr>
          <th scope="col">Name</th>
          {['Waiting', 'In work', 'Delayed', 'Oldest', 'Dead letters'].map((name) => (
            <th key={name} scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {queues.map(({ name, depth, inFlight, delayed, oldestAgeSeconds, deadLetters }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-label="Waiting" class="number">
              <Number value={depth} />
            </td>
            <td data-label="In work" class="number">
              <Number value={inFlight} />
            </td>
            <td data-label="Delayed" class="number">
              <Number value={delayed} />
            </td>
            <td data-label="Oldest" class="number">
              {oldestAgeSeconds === null ? <span class="soft">–</span> : roughly(oldestAgeSeconds * 1000)}
            </td>
            <td data-label="Dead letters" class={`number ${(deadLetters ?? 0) > 0 ? 'slow' : ''}`}>
              <Number value={deadLetters} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <p class="soft small-text">
      A relay reads a stream and has no queue. A dash means that the value is not known.
    </p>
  </Section>
);

const Failures = ({ failures }: Pick<Status, 'failures'>) => (
  <Section id="failures" title={`Failed invocations in the last ${failures.windowMinutes} minutes`}>
    {failures.services === null || failures.services.length === 0 ? (
      <p class="soft">No figures. An emulator has none.</p>
    ) : (
      <ul class="lines">
        {failures.services.map(({ service, errors, invocations, failureRate }) => (
          <li key={service} class={`line ${errors > 0 ? 'failed' : ''}`}>
            <span>{service}</span>
            <span class="amount">
              {errors} of {invocations} ({percent(failureRate)})
            </span>
          </li>
        ))}
      </ul>
    )}
  </Section>
);

const Alarms = ({ alarms }: Pick<Status, 'alarms'>) => (
  <Section id="alarms" title="Alarms">
    {alarms === null || alarms.length === 0 ? (
      <p class="soft">{alarms === null ? 'They could not be read.' : 'This stage has no alarms.'}</p>
    ) : (
      <ul class="lines">
        {alarms
          .toSorted((a, b) => rank(b.state) - rank(a.state))
          .map(({ name, state, since }) => (
            <li key={name} class={`line ${state === 'ALARM' ? 'failed' : ''}`}>
              <span>{name}</span>
              <span>
                {state === 'ALARM' ? 'on' : state === 'OK' ? 'off' : 'no data'}
                {since !== null && (
                  <span class="soft">
                    {' '}
                    since <At at={since} />
                  </span>
                )}
              </span>
            </li>
          ))}
      </ul>
    )}
  </Section>
);

/** Sorts the alarms: those in the state ALARM come first. */
const rank = (state: string): number => (state === 'ALARM' ? 1 : 0);

/** The state of the platform, with a verdict on top. */
export const HealthPage = () => {
  const mayRead = isAdmin.value;
  useEffect(() => {
    document.title = 'Health – Orderly';
  }, []);
  useEffect(() => (mayRead ? followStatus(PAUSE_MS) : undefined), [mayRead]);
  if (!mayRead) return <ForAdmins title="Health" />;
  const { status, failure, at } = platform.value;
  return (
    <div class="wide stack">
      <div class="heading">
        <h1>Health</h1>
        {at !== undefined && (
          <p class="soft small-text">
            As of <Ago at={at} /> ago
          </p>
        )}
      </div>
      {failure !== undefined && <FailureNote failure={failure} what="The state could not be read." />}
      {status === undefined ? (
        failure === undefined && <p class="waiting-text">Loading …</p>
      ) : (
        <>
          <VerdictBox status={status} />
          <Queues queues={status.queues} />
          <div class="columns even">
            <Failures failures={status.failures} />
            <Alarms alarms={status.alarms} />
          </div>
        </>
      )}
    </div>
  );
};
