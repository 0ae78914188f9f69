import { Ago, At, Clock, now } from '../parts/now.tsx';
import { duration } from '../parts/words.ts';
import { storyOf, type Order, type Payment } from './story.ts';

const Left = ({ until }: { readonly until: string }) => {
  const left = Date.parse(until) - now.value;
  if (left <= 0) return <strong class="slow">over since {duration(-left)}</strong>;
  return <>in {duration(Math.max(1000, Math.floor(left / 1000) * 1000))}</>;
};

/**
 * The box on top of an order's page: what the order waits for, since when, until when at the latest, and what happens
 * then.
 */
export const StoryBox = ({
  order,
  payment,
}: {
  readonly order: Order;
  readonly payment: Payment | undefined;
}) => {
  const { tone, title, since, until, next } = storyOf(order, payment);
  const waits = order.waitingFor !== undefined;
  return (
    <section class={`story ${tone}`} aria-label="Where the order is">
      <h2>
        {title}
        {since !== undefined && (
          <>
            {waits ? ' since ' : ', '}
            {waits ? <Clock at={since} /> : <At at={since} />}
            {waits && (
              <span class="ago">
                {' '}
                (<Ago at={since} exact />)
              </span>
            )}
          </>
        )}
        .
      </h2>
      <p>
        {until === undefined ? (
          next
        ) : (
          <>
            At the latest until <Clock at={until} /> (<Left until={until} />
            ). Then {next}
          </>
        )}
      </p>
      {order.remark !== undefined && (
        <p>
          <span class="soft">Remark: </span>
          <bdi>{order.remark}</bdi>
        </p>
      )}
    </section>
  );
};
