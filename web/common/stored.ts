import { effect, signal, type Signal } from '@preact/signals';

/**
 * A value that is kept in the browser's storage: it survives a reload and is the same in all tabs. Without storage, as
 * in some private windows, it lives as long as the page.
 * @param read checks the content of the storage, because an older release may have written it. Returns the initial
 *   value if it does not recognise the content.
 */
export const stored = <Value>(key: string, read: (found: unknown) => Value): Signal<Value> => {
  const load = (find: () => string | null): Value => {
    try {
      return read(JSON.parse(find() ?? 'null'));
    } catch {
      return read(undefined);
    }
  };
  const value = signal(load(() => localStorage.getItem(key)));
  effect(() => {
    const text = JSON.stringify(value.value ?? null);
    try {
      if (localStorage.getItem(key) !== text) localStorage.setItem(key, text);
    } catch {
      // The storage is full or forbidden, so the value is kept only in this page.
    }
  });
  addEventListener('storage', (event) => {
    if (event.key === key) value.value = load(() => event.newValue);
  });
  return value;
};
