import { useState } from 'preact/hooks';

/**
 * The picture of a product, or the first letter of its name. The name is shown next to it, so screen readers skip the
 * picture.
 * @param loading `eager` for pictures that are visible at once
 */
export const Picture = ({
  name,
  imageUrl,
  loading = 'lazy',
}: {
  readonly name: string;
  readonly imageUrl?: string | undefined;
  readonly loading?: 'lazy' | 'eager';
}) => {
  const [broken, setBroken] = useState(false);
  return (
    <span class="picture">
      {imageUrl === undefined || broken ? (
        <span class="letter" aria-hidden="true">
          {String.fromCodePoint(name.codePointAt(0) ?? 0x20)}
        </span>
      ) : (
        <img
          src={imageUrl}
          alt=""
          width="320"
          height="320"
          loading={loading}
          decoding="async"
          referrerpolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      )}
    </span>
  );
};
