import { useEffect, useRef } from 'preact/hooks';

/** Opens a modal dialog while it is shown. The focus then returns to where it was. */
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
