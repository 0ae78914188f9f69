import { render, type ComponentChild } from 'preact';

/**
 * Shows a page in the element `#app` of its entry page.
 * @throws Error if the entry page has no such element
 */
export const showPage = (page: ComponentChild): void => {
  // A release replaces the files of the previous one. A page that was open before the release can no longer load its
  // files, so it reloads itself, but only one time in each tab.
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem('orderly.reloaded') !== null) return;
    sessionStorage.setItem('orderly.reloaded', 'yes');
    event.preventDefault();
    location.reload();
  });
  const place = document.querySelector('#app');
  if (place === null) throw new Error('The entry page has no element #app for the page');
  render(page, place);
};
