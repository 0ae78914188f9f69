import { useState } from 'preact/hooks';

/**
 * The picture of a product, or its first letter. The name stands beside it, so screen readers skip it.
 * @param loading `eager` for pictures that are seen at once
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
