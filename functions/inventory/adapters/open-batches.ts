/** The open batches of a stock item; the set is gone with its last entry. */
export const openOf = (item: Readonly<Record<string, unknown>> | undefined): readonly string[] => [
  ...((item?.['open'] as ReadonlySet<string> | undefined) ?? []),
];
