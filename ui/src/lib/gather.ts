/** Pages of a list, one after the other, until there are enough of them. */
interface Page<R> {
  rows: readonly R[];
  total: number;
  next?: string | null | undefined;
}
export interface Gathered<R> {
  rows: R[];
  /** On all pages. */
  total: number;
}

/** Asks with at most `largest` rows at a time; `wanted` may be `Infinity`. */
export async function gather<R>(ask: (page: { limit: number; next?: string }) => Promise<Page<R>>, wanted: number, largest: number): Promise<Gathered<R>> {
  const rows: R[] = [];
  for (let next: string | undefined; ; ) {
    const page = await ask({ limit: Math.min(largest, wanted - rows.length), ...(next === undefined ? {} : { next }) });
    rows.push(...page.rows);
    next = page.next ?? undefined;
    if (next === undefined || rows.length >= wanted) return { rows, total: page.total };
  }
}
