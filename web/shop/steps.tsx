import { CheckIcon } from './icons.tsx';
import { clock } from '../common/instant.ts';
import type { Step } from './order-story.ts';

const words: Readonly<Record<Step['state'], string>> = {
  done: 'done',
  now: 'next',
  later: 'later',
};

/** The steps of an order, from left to right. */
export const Steps = ({ steps }: { readonly steps: readonly Step[] }) => (
  <ol class="steps">
    {steps.map(({ name, state, at }) => (
      <li key={name} class={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
        <span class="dot">{state === 'done' && <CheckIcon />}</span>
        <span class="step-name">{name}</span>
        <span class="visually-hidden">{words[state]}</span>
        {at !== undefined && <time dateTime={at}>{clock(at)}</time>}
      </li>
    ))}
  </ol>
);
