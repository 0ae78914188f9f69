import { useEffect, useRef } from 'preact/hooks';

/**
 * Opens a modal dialog for as long as its component is shown. Afterwards, the focus returns to the element that had it
 * before.
 */
export const useDialog = () => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      const back = before instanceof HTMLElement && before.isConnected ? before : undefined;
      (back ?? document.querySelector<HTMLElement>('#main'))?.focus();
    };
  }, []);
  return dialog;
};
