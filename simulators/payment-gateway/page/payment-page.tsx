import type { ComponentChildren } from 'preact';
import type { HttpResponse } from '../../../shared/http/responses.ts';
import { formatMoney } from '../../../shared/kernel/money.ts';
import { htmlPage } from '../../page.tsx';
import type { PayableSession } from '../domain/session-view.ts';

/** The part of a session that the page shows. */
type PageSession = Omit<PayableSession, 'id' | 'metadata'>;

const page = (status: number, title: string, content: ComponentChildren): HttpResponse =>
  htmlPage({
    status,
    title,
    brand: 'Test payments',
    note: 'This is a simulated payment page. No money moves.',
    formTargets: "'self'",
    content,
  });

const money = (amount: number, currency: string): string => {
  // `formatMoney` throws if the code does not have the form of a currency.
  try {
    return formatMoney(amount, currency);
  } catch {
    return `${amount} ${currency}`;
  }
};

const Instant = ({ iso }: { readonly iso: string }) => (
  <time dateTime={iso}>{iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, '$1, $2 UTC')}</time>
);

const Row = ({ term, children }: { readonly term: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

/** The table of a session: the order and the amount, then the rows (`children`) that depend on the status. */
const Summary = ({
  session,
  children,
}: {
  readonly session: PageSession;
  readonly children?: ComponentChildren;
}) => (
  <dl>
    <Row term="Order">
      <bdi>{session.orderId}</bdi>
    </Row>
    <Row term="Amount">
      <strong class="amount">{money(session.amount, session.currency)}</strong>
    </Row>
    {children}
  </dl>
);

const Open = ({ session, declined }: { readonly session: PageSession; readonly declined: boolean }) => (
  <>
    <h1>Pay for your order</h1>
    {declined && (
      <p class="notice bad" role="alert">
        The payment was declined. You can try again.
      </p>
    )}
    <Summary session={session}>
      <Row term="Pay by">
        <Instant iso={session.payBy} />
      </Row>
    </Summary>
    <form method="post">
      <button class="primary" name="outcome" value="succeed">
        Pay {money(session.amount, session.currency)}
      </button>
      <button name="outcome" value="decline">
        Decline this payment
      </button>
    </form>
  </>
);

const Paid = ({ session }: { readonly session: PageSession }) => (
  <>
    <h1>Thank you</h1>
    <p class="notice good" role="status">
      The payment has arrived. You can close this page.
    </p>
    <Summary session={session}>
      {session.paidAt !== undefined && (
        <Row term="Paid">
          <Instant iso={session.paidAt} />
        </Row>
      )}
      {session.refundedAmount > 0 && (
        <Row term="Refunded so far">{money(session.refundedAmount, session.currency)}</Row>
      )}
    </Summary>
  </>
);

const Expired = ({ session }: { readonly session: PageSession }) => (
  <>
    <h1>This payment link has expired</h1>
    <p class="notice bad" role="status">
      Nothing was charged. Go back to the shop to order again.
    </p>
    <Summary session={session} />
  </>
);

/** The link back to the order at the shop. Shows nothing if the stage does not configure the address of the shop. */
const Back = ({ orderId, url }: { readonly orderId: string; readonly url: string | undefined }) =>
  url === undefined || !URL.canParse(url) ? null : (
    <p class="back">
      <a href={`${url}${encodeURIComponent(orderId)}`}>Back to the shop</a>
    </p>
  );

/**
 * The payment page. For an open session it has a form to pay or decline; for others it shows the status.
 * @param ordersUrl the address below which the shop shows orders
 */
export const paymentPage = (
  session: PageSession,
  {
    declined = false,
    ordersUrl,
  }: { readonly declined?: boolean; readonly ordersUrl?: string | undefined } = {},
): HttpResponse => {
  const back = <Back orderId={session.orderId} url={ordersUrl} />;
  const withBack = (title: string, content: ComponentChildren) =>
    page(
      200,
      title,
      <>
        {content}
        {back}
      </>,
    );
  switch (session.status) {
    case 'open':
      return withBack('Pay for your order', <Open session={session} declined={declined} />);
    case 'paid':
      return withBack('Payment received', <Paid session={session} />);
    case 'expired':
      return withBack('Payment link expired', <Expired session={session} />);
  }
};

/** The page for a link whose session does not exist. */
export const missingPage = (): HttpResponse =>
  page(
    404,
    'Unknown payment link',
    <>
      <h1>Unknown payment link</h1>
      <p>There is no payment here. Check the link that you were sent.</p>
    </>,
  );
