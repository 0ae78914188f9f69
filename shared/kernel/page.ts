/** A page of a list. `next` is where the following page begins; the last page has none. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Asks for at most `limit` items after the position `after`. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
}
