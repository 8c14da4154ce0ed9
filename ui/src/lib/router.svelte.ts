/**
 * Where one is: the address is the only state that pages share, so that every view can be sent as a link, opened twice and
 * found again by the back button. Filters live in the query; replacing it makes no new step in the history.
 */
class Place {
  path = $state(location.pathname);
  query = $state(new URLSearchParams(location.search));

  /** The next page to appear takes the focus to its name, as a browser does when it loads one. */
  arriving = false;

  constructor() {
    addEventListener("popstate", () => this.#read());
  }

  #read(): void {
    if (location.pathname !== this.path) this.arriving = true;
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  go(address: string, how: "push" | "replace" = "push"): void {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#read();
  }

  get(name: string): string {
    return this.query.get(name) ?? "";
  }

  /** Changes filters; an empty one leaves the address. */
  set(values: Record<string, string | null>): void {
    const next = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    this.go(text ? `${this.path}?${text}` : this.path, "replace");
  }

  /** The parts of the path: `/incidents/x` is `["incidents", "x"]`. */
  get parts(): string[] {
    return this.path.split("/").filter(Boolean).map(decode);
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hand-typed address with a lone `%`: shown as it is, and found by no page.
    return part;
  }
}

export const place = new Place();

/** Follows links within the application without loading it anew; leaves every other click to the browser. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (/^\/(api|public|taxii2|link)(\/|$)/.test(link.pathname)) return;
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
  event.preventDefault();
  place.go(link.pathname + link.search);
}
