import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { FailureNote } from '../../common/failure-note.tsx';
import { home, pathTo } from '../../common/place.ts';
import { concerning, holdsUpOrders, type Letter } from '../letters/letters.ts';
import { useLetters, waitingLetters } from '../letters/redrive.ts';
import { money } from '../parts/amounts.ts';
import { Ago, At, now } from '../parts/now.tsx';
import { isAdmin } from '../parts/role.ts';
import { StatusBadge } from '../parts/status-badge.tsx';
import { counted, shortId } from '../parts/words.ts';
import { filterFrom, hintsFor, isEverything, queryFor, type Filter } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import type { LiveList, OrderRow } from './live-list.ts';
import { useOrders } from './use-orders.ts';
import { waitOf } from './waiting.ts';

const Wait = ({ row, letters }: { readonly row: OrderRow; readonly letters: readonly Letter[] }) => {
  // Reads the signal `now`, so that a wait is marked as slow even without a new response.
  const wait = waitOf(row, new Date(now.value).toISOString());
  return (
    <>
      {wait === undefined ? (
        <span class="soft">nothing</span>
      ) : (
        <span class={wait.isSlow ? 'slow' : ''}>{wait.what}</span>
      )}
      {letters.length > 0 && (
        <span class={`below ${letters.some(({ queue }) => holdsUpOrders(queue)) ? 'slow' : 'soft'}`}>
          {counted(letters.length, 'dead letter')}
        </span>
      )}
    </>
  );
};

const Row = ({
  row,
  isGone,
  letters,
}: {
  readonly row: OrderRow;
  readonly isGone: boolean;
  /** The dead letters that concern the order. */
  readonly letters: readonly Letter[];
}) => {
  const since = row.steps.at(-1)?.at ?? row.lastEventAt;
  return (
    <tr class={isGone ? 'gone' : ''}>
      <th scope="row">
        <a class="row-link code-text" href={pathTo(`orders/${row.orderId}`)} title={row.orderId}>
          {shortId(row.orderId)}
        </a>
      </th>
      <td data-label="Placed">{row.placedAt === undefined ? '–' : <At at={row.placedAt} />}</td>
      <td data-label="Customer">
        <bdi class="cut" title={row.customerId}>
          {row.customerId ?? '–'}
        </bdi>
      </td>
      <td data-label="Amount" class="number">
        {money(row.totalAmount, row.currency)}
        {row.refundedAmount > 0 && (
          <span class="below soft">{money(row.refundedAmount, row.currency)} back</span>
        )}
      </td>
      <td data-label="Status">
        <StatusBadge status={row.status} />
        {isGone && <span class="below soft">no longer in this list</span>}
      </td>
      <td data-label="Waits for">
        <Wait row={row} letters={letters} />
      </td>
      <td data-label="Since" class="number">
        <Ago at={since} />
      </td>
    </tr>
  );
};

const Table = ({ list, letters }: { readonly list: LiveList; readonly letters: readonly Letter[] }) => (
  <table class="rows orders">
    <caption class="visually-hidden">Orders, newest first</caption>
    <thead>
      <tr>
        <th scope="col">Order</th>
        <th scope="col">Placed</th>
        <th scope="col">Customer</th>
        <th scope="col" class="number">
          Amount
        </th>
        <th scope="col">Status</th>
        <th scope="col">Waits for</th>
        <th scope="col" class="number">
          Since
        </th>
      </tr>
    </thead>
    <tbody>
      {list.rows.map((row) => (
        <Row
          key={row.orderId}
          row={row}
          isGone={list.gone.has(row.orderId)}
          letters={concerning(letters, row.orderId)}
        />
      ))}
    </tbody>
  </table>
);

/** All orders, newest first, with a filter that the page's address contains. */
export const OrdersPage = () => {
  const { query, route } = useLocation();
  const filter = filterFrom(query);
  const place = useRef<HTMLDivElement>(null);
  // New rows appear by themselves only if the person has not scrolled down, and neither the pointer nor the focus is in
  // the list.
  const isFree = () => scrollY < 8 && place.current?.matches(':hover, :focus-within') !== true;
  const { list, failure, again, showNew, loadOlder } = useOrders(filter, isFree);
  // Only administrators may list dead letters.
  const { value: found } = useLetters(isAdmin.value);
  const letters = waitingLetters(found);
  const usualCurrency = useRef('EUR');
  usualCurrency.current = list?.rows[0]?.currency ?? usualCurrency.current;
  useEffect(() => {
    document.title = 'Orders – Orderly';
  }, []);
  // The Enter key in a field causes two calls of this function: one because the field changes, and one because the form
  // is submitted. Only one of these calls may add an entry to the browser's history.
  const apply = (next: Filter) => {
    const wanted = queryFor(next);
    if (wanted !== location.search) route(`${home}${wanted}`);
  };
  const show = () => {
    showNew();
    scrollTo({ top: 0 });
  };
  return (
    <div class="wide">
      <div class="heading">
        <h1>Orders</h1>
        <p class="soft small-text">
          {failure === undefined ? 'Newest first. Read again every few seconds.' : 'Not up to date.'}
        </p>
      </div>
      <FilterBar filter={filter} usualCurrency={usualCurrency.current} apply={apply} />
      {failure !== undefined && (
        <FailureNote
          failure={failure}
          what={list === undefined ? 'The orders could not be loaded.' : 'This may be out of date.'}
          again={again}
        />
      )}
      <div class="news" role="status">
        {list !== undefined && list.waiting.length > 0 && (
          <button type="button" class="primary" onClick={show}>
            Show {counted(list.waiting.length, 'new order')}
          </button>
        )}
      </div>
      <div ref={place}>
        {list !== undefined && list.rows.length > 0 && <Table list={list} letters={letters} />}
      </div>
      {list === undefined && failure === undefined && <p class="waiting-text">Loading …</p>}
      {list?.rows.length === 0 && (
        <p class="nothing">
          {list.nextCursor !== undefined
            ? 'None of the newest orders matches.'
            : isEverything(filter)
              ? 'There are no orders yet.'
              : ['No order matches.', ...hintsFor(filter)].join(' ')}
        </p>
      )}
      {list?.nextCursor !== undefined && (
        <button type="button" class="wide-button" onClick={() => void loadOlder()}>
          Show older orders
        </button>
      )}
    </div>
  );
};
