/** A page of a list. `next` is the position after which the following page begins. It is absent on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** A request for at most `limit` items after the position `after`. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
}
