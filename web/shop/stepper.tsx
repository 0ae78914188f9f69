import { useRef } from 'preact/hooks';
import { quantityOf, setQuantity, MAX_QUANTITY, type BasketLine } from './basket.ts';
import { MinusIcon, PlusIcon } from './icons.tsx';

/**
 * Shows how many units of a product are in the basket, between a button that removes a unit and a button that adds one.
 * @param most how many units can be ordered
 * @param collapses whether only the button that adds a unit is shown while the number is 0
 */
export const Stepper = ({
  product,
  most,
  collapses = false,
  disabled = false,
}: {
  readonly product: Omit<BasketLine, 'quantity'>;
  readonly most: number;
  readonly collapses?: boolean;
  readonly disabled?: boolean;
}) => {
  const quantity = quantityOf(product.productId);
  const full = quantity >= Math.min(most, MAX_QUANTITY);
  const add = useRef<HTMLButtonElement>(null);
  const change = (by: number) => () => {
    setQuantity(product, quantity + by);
    // When the last unit is removed, the pressed button disappears. The focus moves to the remaining button, so that it
    // is not lost.
    if (quantity + by === 0) add.current?.focus();
  };
  const isSmall = collapses && quantity === 0;
  return (
    <div class={`stepper ${isSmall ? 'small' : ''}`} role="group" aria-label={`Quantity of ${product.name}`}>
      {!isSmall && (
        <>
          <button
            type="button"
            class="round"
            aria-label={quantity === 1 ? `Remove ${product.name}` : `One ${product.name} less`}
            disabled={disabled || quantity === 0}
            onClick={change(-1)}
          >
            <MinusIcon />
          </button>
          <output aria-live="polite">{quantity}</output>
        </>
      )}
      <button
        ref={add}
        type="button"
        class="round add"
        aria-label={quantity === 0 ? `Add ${product.name}` : `One ${product.name} more`}
        disabled={disabled || full}
        onClick={change(1)}
      >
        <PlusIcon />
      </button>
    </div>
  );
};
