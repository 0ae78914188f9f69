import { ownApi, resultOf } from '../../common/calls.ts';
import { hadNoEffect } from '../../common/failure.ts';
import { amountFrom, amountText } from '../parts/amounts.ts';
import { Confirm, textIn, type Done } from '../parts/confirm.tsx';
import { formProblem } from '../parts/form-problem.ts';
import { updateProduct, type Product } from './products.ts';

const PRODUCT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * A dialog that edits or adds a product. Sending the form twice is harmless, because the second request replaces the
 * product with the same content.
 */
export const ProductDialog = ({
  product,
  close,
  done,
}: {
  /** Undefined for a new product. */
  readonly product: Product | undefined;
  readonly close: () => void;
  readonly done: (text: string) => void;
}) => {
  const run = async (form: FormData): Promise<Done> => {
    const productId = product?.productId ?? textIn(form, 'productId');
    const name = textIn(form, 'name');
    const currency = product?.currency ?? textIn(form, 'currency').toUpperCase();
    const unitAmount = amountFrom(textIn(form, 'price'), currency);
    const [description, imageUrl] = [textIn(form, 'description'), textIn(form, 'imageUrl')];
    if (!PRODUCT_ID.test(productId)) return formProblem('Enter an id of letters, digits, dots and dashes.');
    if (name === '') return formProblem('Enter a name.');
    if (unitAmount === undefined || unitAmount < 1) return formProblem('Enter a price, such as 3.50.');
    const result = await resultOf(
      ownApi.PUT('/products/{productId}', {
        params: { path: { productId } },
        body: {
          name,
          unitAmount,
          currency,
          active: form.has('active'),
          ...(description === '' ? {} : { description }),
          ...(imageUrl === '' ? {} : { imageUrl }),
        },
      }),
    );
    if (!result.ok) {
      const { failure } = result;
      const what = hadNoEffect(failure)
        ? 'The product is unchanged.'
        : 'Whether the product is saved is not known. Repeating is safe.';
      return { failure, what };
    }
    updateProduct(result.value);
    done(`${name} is saved.${result.value.active ? '' : ' It is not for sale.'}`);
    return undefined;
  };
  return (
    <Confirm
      title={product === undefined ? 'New product' : `Edit ${product.name}`}
      action="Save"
      busyText="Saving …"
      close={close}
      run={run}
    >
      {product === undefined && (
        <label>
          <span>Id, which never changes</span>
          <input class="input" name="productId" maxLength={64} autocomplete="off" spellcheck={false} />
        </label>
      )}
      <label>
        <span>Name</span>
        <input
          class="input"
          name="name"
          maxLength={200}
          autocomplete="off"
          defaultValue={product?.name ?? ''}
        />
      </label>
      <label>
        <span>Price of one unit{product === undefined ? '' : ` in ${product.currency}`}</span>
        <input
          class="input"
          name="price"
          inputMode="decimal"
          maxLength={16}
          autocomplete="off"
          defaultValue={product === undefined ? '' : amountText(product.unitAmount, product.currency)}
        />
      </label>
      {product === undefined && (
        <label>
          <span>Currency</span>
          <input class="input" name="currency" maxLength={3} autocomplete="off" defaultValue="EUR" />
        </label>
      )}
      <label>
        <span>Description (optional)</span>
        <textarea
          class="input"
          name="description"
          rows={3}
          maxLength={2000}
          defaultValue={product?.description ?? ''}
        />
      </label>
      <label>
        <span>Address of the picture (optional)</span>
        <input
          class="input"
          name="imageUrl"
          inputMode="url"
          maxLength={2048}
          autocomplete="off"
          defaultValue={product?.imageUrl ?? ''}
        />
      </label>
      <label class="check">
        <input type="checkbox" name="active" defaultChecked={product?.active ?? true} /> For sale
      </label>
    </Confirm>
  );
};
