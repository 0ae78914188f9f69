import { useEffect, useState } from 'preact/hooks';
import { formatMoney } from '../../shared/kernel/money.ts';
import { timeLeft, type Order } from './order-story.ts';

/** The payment link, if the page may open it. A link that is not http(s) would be a mistake of the provider. */
const safeLink = (link: string | undefined): string | undefined =>
  link !== undefined && /^https?:\/\//.test(link) ? link : undefined;

const useNow = (): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
};

const Countdown = ({ until }: { readonly until: string }) => {
  const left = timeLeft(until, useNow());
  return (
    <p class="countdown" role="timer">
      {left === undefined ? (
        'The time to pay is over.'
      ) : (
        <>
          Set aside for you for <strong>{left}</strong>
        </>
      )}
    </p>
  );
};

/**
 * A link to the provider's payment page, with the time that is left to pay. Shows nothing if the order cannot be paid
 * now, for example because it has no payment link yet.
 */
export const PayBox = ({ order, declined }: { readonly order: Order; readonly declined: boolean }) => {
  const link = safeLink(order.paymentLink);
  const canPay = order.status === 'AWAITING_PAYMENT' && order.waitingFor?.what !== 'payment-closure';
  if (!canPay || link === undefined) return null;
  return (
    <div class="pay">
      <a class="button primary big" href={link}>
        {declined ? 'Try again: pay' : 'Pay'} {formatMoney(order.totalAmount, order.currency)}
      </a>
      {order.payBy !== undefined && <Countdown until={order.payBy} />}
    </div>
  );
};
