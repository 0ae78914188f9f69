/** A part of a list; `next` is where the following part begins, absent on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Which part of a list is wanted: at most `limit` items, from after `after`. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
}
