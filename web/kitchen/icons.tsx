import type { ComponentChildren } from 'preact';

/** An icon that is decoration beside a text, or in a button with a name. */
const Icon = ({ children }: { readonly children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

export const SoundIcon = () => (
  <Icon>
    <path d="M5 10v4h3l4 3.5v-11L8 10z" />
    <path d="M15.5 9.5a4 4 0 0 1 0 5M18 7a7.5 7.5 0 0 1 0 10" />
  </Icon>
);
export const SilentIcon = () => (
  <Icon>
    <path d="M5 10v4h3l4 3.5v-11L8 10z" />
    <path d="m15.5 10 4 4m0-4-4 4" />
  </Icon>
);
export const ListIcon = () => (
  <Icon>
    <path d="M9 7h10M9 12h10M9 17h10M5 7h.01M5 12h.01M5 17h.01" />
  </Icon>
);
export const RecallIcon = () => (
  <Icon>
    <path d="M5 12a7 7 0 1 0 2.5-5.400" />
    <path d="M5 5v4h4M12 8.5V12l2.5 1.5" />
  </Icon>
);
export const NoteIcon = () => (
  <Icon>
    <path d="M12 4 3.5 19h17zM12 10v4M12 16.5h.01" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m6.5 12.5 3.5 3.5 7.5-8" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m7 7 10 10M17 7 7 17" />
  </Icon>
);
