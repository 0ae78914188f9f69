import { now } from '../parts/now.tsx';
import { between, duration } from '../parts/words.ts';
import { wordsOf, type TimelineEvent } from './events.ts';
import { barsOf, scaleOf, type Bar } from './pairs.ts';

const states: Readonly<Record<Exclude<Bar['state'], 'refused'>, string>> = {
  open: 'open',
  answered: 'answered',
  overtaken: 'ended without an answer',
};

const inPercent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

const Row = ({
  bar,
  place,
  present,
}: {
  readonly bar: Bar;
  readonly place: (at: string) => number;
  readonly present: string;
}) => {
  const [from, to] = [place(bar.from), place(bar.to ?? present)];
  const taken = duration(between(bar.from, bar.to ?? present));
  return (
    <li class="bar-row">
      <span class="bar-name">
        {bar.name} <span class="soft">{bar.by}</span>
      </span>
      <span class="bar-track">
        <span
          class={`bar ${bar.state}`}
          aria-hidden="true"
          style={{ left: inPercent(from), width: inPercent(Math.max(0, to - from)) }}
        />
        {bar.marks.map((mark) => (
          <span
            key={mark.id}
            class="bar-mark"
            title={wordsOf(mark.type)}
            aria-hidden="true"
            style={{ left: inPercent(place(mark.at)) }}
          />
        ))}
      </span>
      <span class="bar-time">
        {taken}
        <span class={bar.state === 'answered' ? 'visually-hidden' : 'bar-state'}>
          , {bar.state === 'refused' ? bar.refusal : states[bar.state]}
        </span>
        {bar.marks.length > 0 && (
          <span class="visually-hidden">
            , meanwhile: {bar.marks.map(({ type }) => wordsOf(type)).join(', ')}
          </span>
        )}
      </span>
    </li>
  );
};

/**
 * A bar for each request to a service or a person, from the request to its answer. The bar is dashed while an answer is
 * expected.
 */
export const Bars = ({ timeline }: { readonly timeline: readonly TimelineEvent[] }) => {
  const bars = barsOf(timeline);
  const isOpen = bars.some(({ state }) => state === 'open');
  // This machine's clock may be behind the clocks of the services, so the present is never before the last event.
  const last = timeline.at(-1)?.at ?? '';
  const clock = isOpen ? new Date(now.value).toISOString() : last;
  const present = clock > last ? clock : last;
  const instants = timeline.map(({ at }) => at);
  const place = scaleOf([...instants, present]);
  return (
    <>
      <ol class="bars" aria-label="Questions and their answers">
        {bars.map((bar) => (
          <Row key={`${bar.name} ${bar.from}`} bar={bar} place={place} present={present} />
        ))}
      </ol>
      <p class="soft small-text">Long waits are drawn shorter than they are. Dashed: no answer yet.</p>
    </>
  );
};
