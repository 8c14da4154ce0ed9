/**
 * What stands on every printed sheet: the marking of the page, and its name.
 *
 * **The problem.** A printed sheet leaves the room without the page that it belongs to. **The choice.** The margin boxes of the print
 * style sheet read two properties of the root, which the head of a page and its marking set. **Rejected.** A fixed element, which browsers
 * lay over the text of the second sheet.
 */
import { getContext, onDestroy, setContext } from "svelte";

const HEAD = Symbol("head of a page");
const root = (): CSSStyleDeclaration => document.documentElement.style;
const quoted = (text: string): string => JSON.stringify(text);

/** Whose marking stands there. */
let marks: symbol | null = null;

/** For the head of a page: what is marked within it marks the page. */
export function beginHead(): void {
  setContext(HEAD, true);
}

export function nameSheet(title: string): void {
  root().setProperty("--sheet-name", quoted(title));
}

/** For a marking: whether it is that of the page. */
export function markSheet(): ((label: string) => void) | null {
  if (getContext(HEAD) !== true) return null;
  // The next page may have marked its own before this one goes.
  const me = Symbol("marking");
  onDestroy(() => {
    if (marks === me) root().removeProperty("--sheet-marking");
  });
  return (label) => {
    marks = me;
    root().setProperty("--sheet-marking", quoted(label));
  };
}
