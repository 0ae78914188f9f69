/**
 * The order id of the ticket whose button had the focus last. Browsers usually show the focus of a button only to
 * people who use the keyboard. Only a shown focus counts, so `last` is undefined if nobody uses the keyboard.
 */
let last: string | undefined;

document.addEventListener('focusin', ({ target }) => {
  const isShown = target instanceof HTMLElement && target.matches(':focus-visible');
  last = isShown ? target.dataset['step'] : undefined;
});

const nothingHasFocus = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/**
 * True if the button of this ticket had the focus last, and no element has the focus now. This happens when the ticket
 * moves to another lane, because its button is then drawn again.
 */
export const wantsFocus = (orderId: string): boolean => last === orderId && nothingHasFocus();

/**
 * After a ticket with the focus has left the board, moves the focus to the first step button of its lane. If there is
 * none, moves it to the lane.
 */
export const passFocusOn = (orderId: string, lane: Element | null): void => {
  // Waits for a moment, because the ticket may be drawn in another lane at once. Its button then gets the focus.
  setTimeout(() => {
    if (!wantsFocus(orderId)) return;
    const next = lane?.querySelector<HTMLElement>('.step') ?? lane?.querySelector<HTMLElement>('.tickets');
    next?.focus();
  });
};
