import { isOpen, type Lane } from './board.ts';
import { cutOff, tickets } from './kitchen.ts';
import { TicketCard } from './ticket-card.tsx';

const words: Readonly<Record<Lane, { readonly title: string; readonly empty: string }>> = {
  WAITING: { title: 'Waiting', empty: 'Nothing waits.' },
  PREPARING: { title: 'Preparing', empty: 'Nothing is in work.' },
  READY: { title: 'Ready', empty: 'Nothing to hand over.' },
};

/** A lane with its tickets, oldest first. */
export const LaneColumn = ({ lane }: { readonly lane: Lane }) => {
  const entries = tickets[lane].value;
  const open = entries.filter(isOpen).length;
  const { title, empty } = words[lane];
  const isCutOff = cutOff.value.includes(lane);
  return (
    <section class={`lane ${lane.toLowerCase()}`} aria-labelledby={`lane-${lane}`}>
      <h2 id={`lane-${lane}`}>
        {title}
        <span class="lane-count">
          {open}
          {isCutOff ? '+' : ''}
        </span>
      </h2>
      {/* A region that scrolls must be reachable by keyboard. */}
      <div class="tickets" tabIndex={0} role="group" aria-labelledby={`lane-${lane}`}>
        {entries.length === 0 && <p class="lane-empty">{empty}</p>}
        {entries.map((entry) => (
          <TicketCard key={entry.ticket.orderId} entry={entry} />
        ))}
        {isCutOff && <p class="lane-empty">These are the oldest {open}. More follow when they are done.</p>}
      </div>
    </section>
  );
};
