import type { ComponentChildren } from 'preact';

/** A decorative icon, next to a text or in a button that has a name. Screen readers skip it. */
const Icon = ({ children }: { readonly children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

export const BasketIcon = () => (
  <Icon>
    <path d="M5 9h14l-1.2 9.2a2 2 0 0 1-2 1.8H8.2a2 2 0 0 1-2-1.8z" />
    <path d="M8.5 9V8a3.5 3.5 0 0 1 7 0v1" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M12 6v12M6 12h12" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M6 12h12" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="11" cy="11" r="5.5" />
    <path d="m15.2 15.2 4 4" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m6.5 12.5 3.5 3.5 7.5-8" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="m14 6-6 6 6 6" />
  </Icon>
);
export const LockIcon = () => (
  <Icon>
    <rect x="6" y="11" width="12" height="8.5" rx="2" />
    <path d="M8.5 11V8.500a3.5 3.5 0 0 1 7 0V11" />
  </Icon>
);
