/** The ticket whose button had the focus last. Undefined unless somebody works by keyboard: only then is the focus shown. */
let last: string | undefined;

document.addEventListener('focusin', ({ target }) => {
  const isShown = target instanceof HTMLElement && target.matches(':focus-visible');
  last = isShown ? target.dataset['step'] : undefined;
});

const nothingHasFocus = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** Whether a ticket that is drawn anew had the focus, and nothing has it now because its button has moved. */
export const wantsFocus = (orderId: string): boolean => last === orderId && nothingHasFocus();

/** Passes the focus of a ticket that left the board on to the next button of its lane, or to the lane. */
export const passFocusOn = (orderId: string, lane: Element | null): void => {
  // The ticket may be drawn in another lane at once, and has the focus then.
  setTimeout(() => {
    if (!wantsFocus(orderId)) return;
    const next = lane?.querySelector<HTMLElement>('.step') ?? lane?.querySelector<HTMLElement>('.tickets');
    next?.focus();
  });
};
