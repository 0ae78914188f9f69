import { render, type ComponentChild } from 'preact';

/**
 * Shows a page in its place in the entry page.
 * @throws Error if the entry page has no place for it
 */
export const showPage = (page: ComponentChild): void => {
  // A release replaces the files of the one before. A page that was open then gets them by loading itself anew, once.
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem('orderly.reloaded') !== null) return;
    sessionStorage.setItem('orderly.reloaded', 'yes');
    event.preventDefault();
    location.reload();
  });
  const place = document.querySelector('#app');
  if (place === null) throw new Error('The entry page has no place for the page');
  render(page, place);
};
