import type { TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { orderStatuses, statusWords } from '../parts/words.ts';
import { amountProblem, amountTexts, filterFrom, isEverything, queryFor, type Filter } from './filter.ts';

const AmountRange = ({
  filter,
  usualCurrency,
  problem,
  read,
}: {
  readonly filter: Filter;
  readonly usualCurrency: string;
  readonly problem: string | undefined;
  readonly read: () => void;
}) => {
  const { from, to } = amountTexts(filter);
  const shared = {
    autocomplete: 'off',
    onChange: read,
    ...(problem === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'amount-problem' }),
  };
  const amount = { ...shared, inputMode: 'decimal', maxLength: 16 } as const;
  return (
    <div class="range" role="group" aria-labelledby="amount-label">
      <span id="amount-label">Amount, from – to</span>
      <input {...amount} class="input" name="from" aria-label="From" placeholder="from" defaultValue={from} />
      <input {...amount} class="input" name="to" aria-label="To" placeholder="to" defaultValue={to} />
      <input
        {...shared}
        class="input code"
        name="currency"
        aria-label="Currency"
        maxLength={3}
        spellcheck={false}
        defaultValue={filter.currency ?? usualCurrency}
      />
    </div>
  );
};

/** The fields of the filter. The filter selects the orders in the list. */
export const FilterBar = ({
  filter,
  usualCurrency,
  apply,
}: {
  readonly filter: Filter;
  /** The currency of amounts, until a person changes it. */
  readonly usualCurrency: string;
  /** Called with the new filter. */
  readonly apply: (filter: Filter) => void;
}) => {
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<string>();
  /** The query that the last change of a field has written into the page's address. */
  const caused = useRef<string | undefined>(undefined);
  const read = () => {
    if (form.current === null) return;
    const entries = [...new FormData(form.current)].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : undefined,
    ]);
    const fields = Object.fromEntries(entries) as Record<string, string>;
    const found = amountProblem(fields);
    setProblem(found);
    if (found !== undefined) return;
    const next = filterFrom(fields);
    caused.current = queryFor(next);
    apply(next);
  };
  // Resets the fields if the back button or "Clear" has changed the address. If a field has changed the address, does
  // not reset the fields, because somebody may already type into the next field.
  useEffect(() => {
    if (caused.current !== queryFor(filter)) form.current?.reset();
    caused.current = undefined;
    setProblem(undefined);
  }, [queryFor(filter)]);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    read();
  };
  return (
    <search>
      <form class="filters" ref={form} onSubmit={submit}>
        <label class="grow">
          <span>Order, pickup code or correlation id</span>
          <input
            class="input"
            type="search"
            name="text"
            maxLength={128}
            spellcheck={false}
            autocomplete="off"
            defaultValue={filter.text ?? ''}
            onChange={read}
          />
        </label>
        <label>
          <span>Customer</span>
          <input
            class="input"
            name="customer"
            maxLength={128}
            spellcheck={false}
            autocomplete="off"
            defaultValue={filter.customerId ?? ''}
            onChange={read}
          />
        </label>
        <label>
          <span>Status</span>
          <select class="input" name="status" onChange={read}>
            <option value="" selected={filter.status === undefined}>
              All
            </option>
            {orderStatuses.map((status) => (
              <option key={status} value={status} selected={filter.status === status}>
                {statusWords[status].text}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Day (UTC)</span>
          <input class="input" type="date" name="day" defaultValue={filter.day ?? ''} onChange={read} />
        </label>
        <AmountRange filter={filter} usualCurrency={usualCurrency} problem={problem} read={read} />
        <button type="submit">Search</button>
        {!isEverything(filter) && (
          <button type="button" class="quiet" onClick={() => apply({})}>
            Clear
          </button>
        )}
      </form>
      {problem !== undefined && (
        <p class="notice bad" role="alert" id="amount-problem">
          {problem}
        </p>
      )}
    </search>
  );
};
