import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../common/failure.ts';
import { FailureNote } from '../../common/failure-note.tsx';
import { useDialog } from '../parts/use-dialog.ts';
import { counted } from '../parts/words.ts';
import { takenBy, verdictOf, type StockCheck } from './check-verdict.ts';
import type { Product } from './products.ts';
import { checkStock } from './stock-check.ts';

const Figures = ({ check }: { readonly check: StockCheck }) => {
  const { record, reservations } = takenBy(check);
  const { tone } = verdictOf(check) ?? {};
  return (
    <table class="compare" aria-busy={check.result === 'UNFINISHED'}>
      <caption class="visually-hidden">Units by the stock record and by the reservations</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Stock record</th>
          <th scope="col">Reservations</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Received</th>
          <td>{check.received}</td>
          <td />
        </tr>
        <tr>
          <th scope="row">Can be ordered</th>
          <td>{check.available}</td>
          <td />
        </tr>
        <tr>
          <th scope="row">Reserved, not paid yet</th>
          <td />
          <td>{check.reserved}</td>
        </tr>
        <tr>
          <th scope="row">Sold or used up</th>
          <td />
          <td>{check.sold}</td>
        </tr>
        <tr class={tone === 'bad' ? 'apart' : ''}>
          <th scope="row">Taken by orders</th>
          <td>{record}</td>
          <td>{check.result === 'UNFINISHED' ? '…' : reservations}</td>
        </tr>
      </tbody>
    </table>
  );
};

/** Compares the stock record of a product with all reservations. Closing the dialog stops the comparison. */
export const StockCheckDialog = ({
  product,
  close,
}: {
  readonly product: Product;
  readonly close: () => void;
}) => {
  const { productId, name } = product;
  const dialog = useDialog();
  const [check, setCheck] = useState<StockCheck>();
  const [failure, setFailure] = useState<Failure>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stopped = new AbortController();
    setFailure(undefined);
    setCheck(undefined);
    void checkStock(productId, setCheck, stopped.signal).then(setFailure);
    return () => stopped.abort();
  }, [productId, round]);
  const verdict = check && verdictOf(check);
  const isOver = verdict !== undefined || failure !== undefined;
  return (
    <dialog ref={dialog} aria-labelledby="check-title" onClose={close}>
      <div class="stack">
        <h2 id="check-title">Check the stock of {name}</h2>
        {check !== undefined && <Figures check={check} />}
        <div role="status">
          {!isOver && (
            <p class="soft">Reading all reservations: {counted(check?.recordsRead ?? 0, 'record')} …</p>
          )}
          {verdict !== undefined && <p class={`notice ${verdict.tone}`}>{verdict.text}</p>}
        </div>
        {failure !== undefined && <FailureNote failure={failure} what="The check is not finished." />}
        <div class="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            {isOver ? 'Close' : 'Stop'}
          </button>
          {isOver && (
            <button type="button" onClick={() => setRound((before) => before + 1)}>
              Check again
            </button>
          )}
        </div>
      </div>
    </dialog>
  );
};
