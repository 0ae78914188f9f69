import { hadNoEffect } from '../../common/failure.ts';
import { changeFrom } from '../parts/amounts.ts';
import { Confirm, textIn, type Done } from '../parts/confirm.tsx';
import { formProblem } from '../parts/form-problem.ts';
import { At } from '../parts/now.tsx';
import { counted } from '../parts/words.ts';
import { updateProduct, type Product } from './products.ts';
import { forgetCheck } from './stock-check.ts';
import { adjustStock, stockAttempts } from './stock.ts';

const changeText = (change: number): string =>
  change > 0 ? `${counted(change, 'unit')} more` : `${counted(-change, 'unit')} fewer`;

/**
 * A dialog that adds received units to the stock, or corrects the stock. A change that was sent but has no response yet
 * is repeated unchanged.
 */
export const StockDialog = ({
  product,
  close,
  done,
}: {
  readonly product: Product;
  readonly close: () => void;
  readonly done: (text: string) => void;
}) => {
  const { productId, name, available } = product;
  const open = stockAttempts.value[productId];
  const send = async (body: Parameters<typeof adjustStock>[1]): Promise<Done> => {
    const result = await adjustStock(productId, body);
    if (result.ok) {
      updateProduct(result.value);
      forgetCheck(productId);
      done(`${name}: ${result.value.available} can be ordered now.`);
      return undefined;
    }
    const { failure } = result;
    const what = hadNoEffect(failure)
      ? 'The stock is unchanged.'
      : 'Whether it has changed is not known. Repeating is safe.';
    return { failure, what };
  };
  const run = (form: FormData): Promise<Done> => {
    if (open !== undefined) return send(open.body);
    const change = changeFrom(textIn(form, 'change'));
    const reason = textIn(form, 'reason');
    if (change === undefined) {
      return Promise.resolve(
        formProblem('Enter how many units to add, such as 24, or to remove, such as -3.'),
      );
    }
    if (reason === '') return Promise.resolve(formProblem('Enter a reason.'));
    return send({ change, reason });
  };
  return (
    <Confirm
      title={`Stock of ${name}`}
      action={open === undefined ? 'Change the stock' : 'Repeat the change'}
      busyText="Changing …"
      close={close}
      run={run}
    >
      {open === undefined ? (
        <>
          <p>{counted(available, 'unit')} can be ordered now.</p>
          <label>
            <span>Units to add; with a minus, to remove</span>
            <input
              class="input"
              name="change"
              inputMode="text"
              autocomplete="off"
              maxLength={8}
              placeholder="24"
            />
          </label>
          <label>
            <span>Reason</span>
            <input class="input" name="reason" autocomplete="off" maxLength={200} placeholder="Delivery" />
          </label>
        </>
      ) : (
        <p>
          {changeText(open.body.change)} (<bdi>{open.body.reason}</bdi>) was sent <At at={open.sentAt} /> and
          has no answer. Repeating it cannot count twice.
        </p>
      )}
    </Confirm>
  );
};
