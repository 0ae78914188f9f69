import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { FailureNote } from '../../common/failure-note.tsx';
import { home, pathTo } from '../../common/place.ts';
import { loadProducts, nameOf, products } from '../catalogue/products.ts';
import { money } from '../parts/amounts.ts';
import { now } from '../parts/now.tsx';
import { duration, percent } from '../parts/words.ts';
import { changeOf, dayAfter, dayFrom, dayOf, funnelOf } from './day.ts';
import { useDay, type Days } from './use-day.ts';

const Funnel = ({ days }: { readonly days: Days }) => (
  <section class="panel" aria-labelledby="funnel">
    <h2 id="funnel">How far the orders came</h2>
    <ol class="funnel">
      {funnelOf(days.day).map(({ name, count, share, ofBefore }) => (
        <li key={name}>
          <span class="funnel-name">{name}</span>
          <span class="funnel-track" aria-hidden="true">
            <span class="funnel-bar" style={{ width: `${Math.round(share * 1000) / 10}%` }} />
          </span>
          <span class="funnel-count">
            <strong>{count}</strong>
            {ofBefore !== undefined && <span class="soft"> {percent(ofBefore)} of the step before</span>}
          </span>
        </li>
      ))}
    </ol>
  </section>
);

const Figure = ({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
}) => (
  <div class="figure">
    <dt>{name}</dt>
    <dd>
      {value}
      {note !== undefined && <span class="below soft">{note}</span>}
    </dd>
  </div>
);

const Figures = ({ days: { day, before } }: { readonly days: Days }) => {
  const { orders, money: sums, secondsToPay } = day;
  return (
    <dl class="figures">
      <Figure
        name="Orders"
        value={String(orders.placed)}
        note={changeOf(orders.placed, before.orders.placed)}
      />
      {sums.map(({ currency, revenue, refunds }) => {
        const earlier = before.money.find((one) => one.currency === currency);
        return [
          <Figure
            key={`${currency} revenue`}
            name={`Revenue, ${currency}`}
            value={money(revenue, currency)}
            note={changeOf(revenue, earlier?.revenue ?? 0)}
          />,
          <Figure
            key={`${currency} refunds`}
            name={`Refunds, ${currency}`}
            value={money(refunds, currency)}
          />,
        ];
      })}
      <Figure
        name="Half paid within"
        value={secondsToPay === undefined ? '–' : duration(secondsToPay.p50 * 1000)}
        note={secondsToPay && `95 % within ${duration(secondsToPay.p95 * 1000)}`}
      />
      <Figure
        name="Expired"
        value={percent(day.expiryRate)}
        note={`${orders.expired}, the day before ${percent(before.expiryRate)}`}
      />
      <Figure
        name="Rejected"
        value={percent(day.rejectionRate)}
        note={`${orders.rejected}, the day before ${percent(before.rejectionRate)}`}
      />
      <Figure
        name="Cancelled"
        value={String(orders.cancelled)}
        note={`the day before ${before.orders.cancelled}`}
      />
    </dl>
  );
};

/** A product is low on stock if at most this many units are available. */
const LOW = 5;

const Products = ({ days: { day } }: { readonly days: Days }) => {
  const most = day.bestSellers[0]?.units ?? 1;
  const low = (products.value?.items ?? [])
    .filter(({ available }) => available <= LOW)
    .toSorted((a, b) => a.available - b.available)
    .slice(0, 10);
  return (
    <div class="columns even">
      <section class="panel" aria-labelledby="best">
        <h2 id="best">Best sellers</h2>
        {day.bestSellers.length === 0 && <p class="soft">Nothing was sold.</p>}
        <ol class="funnel">
          {day.bestSellers.map(({ productId, units }) => (
            <li key={productId}>
              <span class="funnel-name">
                <bdi>{nameOf(productId)}</bdi>
              </span>
              <span class="funnel-track" aria-hidden="true">
                <span class="funnel-bar" style={{ width: `${Math.round((units / most) * 1000) / 10}%` }} />
              </span>
              <span class="funnel-count">
                <strong>{units}</strong>
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section class="panel" aria-labelledby="low">
        <h2 id="low">Low stock now</h2>
        {low.length === 0 && <p class="soft">Of every product for sale, more than {LOW} units are left.</p>}
        <ul class="lines">
          {low.map(({ productId, name, available }) => (
            <li key={productId} class={`line ${available === 0 ? 'failed' : ''}`}>
              <a href={`${pathTo('catalogue')}?text=${encodeURIComponent(productId)}`}>
                <bdi>{name}</bdi>
              </a>
              <span>{available === 0 ? 'sold out' : `${available} left`}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
};

/** The figures of the orders that were placed on a day, beside the figures of the day before. */
export const BusinessPage = ({ day: given }: { readonly day?: string }) => {
  const { route } = useLocation();
  const today = dayOf(now.value);
  const day = dayFrom(given, today);
  const isToday = day === today;
  const { value, failure, again } = useDay(day, isToday);
  useEffect(() => {
    document.title = `Business ${day} – Orderly`;
  }, [day]);
  useEffect(() => void loadProducts(), []);
  const pathOf = (one: string) => pathTo(one === today ? 'business' : `business/${one}`);
  return (
    <div class="wide stack">
      <div class="heading">
        <div>
          <h1>{isToday ? 'Today' : day}</h1>
          <p class="soft small-text">
            Orders that were placed on {day} (UTC). <a href={`${home}?day=${day}`}>Show them</a>
          </p>
        </div>
        <div class="days">
          <a class="button" href={pathOf(dayAfter(day, -1))}>
            Day before
          </a>
          <label>
            <span class="visually-hidden">Day</span>
            <input
              class="input"
              type="date"
              max={today}
              value={day}
              onChange={(event) => route(pathOf(dayFrom(event.currentTarget.value, today)))}
            />
          </label>
          {!isToday && (
            <a class="button" href={pathOf(dayAfter(day, 1))}>
              Day after
            </a>
          )}
        </div>
      </div>
      {failure !== undefined && (
        <FailureNote
          failure={failure}
          what={value === undefined ? 'The figures could not be loaded.' : 'This may be out of date.'}
          again={again}
        />
      )}
      {value === undefined ? (
        failure === undefined && <p class="waiting-text">Loading …</p>
      ) : (
        <>
          <Figures days={value} />
          <Funnel days={value} />
          <Products days={value} />
        </>
      )}
    </div>
  );
};
