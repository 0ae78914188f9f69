import type { TargetedSubmitEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { orderStatuses, statusWords } from '../parts/words.ts';
import { filterFrom, isEverything, queryFor, type Filter } from './filter.ts';

/** The fields that narrow the list. @param apply called with the new filter */
export const FilterBar = ({
  filter,
  apply,
}: {
  readonly filter: Filter;
  readonly apply: (filter: Filter) => void;
}) => {
  const form = useRef<HTMLFormElement>(null);
  const read = () => {
    if (form.current === null) return;
    const entries = [...new FormData(form.current)].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : undefined,
    ]);
    apply(filterFrom(Object.fromEntries(entries) as Record<string, string>));
  };
  // The address may change without the fields: by the back button, or by "Clear".
  useEffect(() => form.current?.reset(), [queryFor(filter)]);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    read();
  };
  return (
    <search>
      <form class="filters" ref={form} onSubmit={submit}>
        <label class="grow">
          <span>Order or correlation id</span>
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
        <button type="submit">Search</button>
        {!isEverything(filter) && (
          <button type="button" class="quiet" onClick={() => apply({})}>
            Clear
          </button>
        )}
      </form>
    </search>
  );
};
