/**
 * One act towards the server: what is typed for it, and the key under which it is sent.
 *
 * **The problem.** A line breaks after the server has done it and before anybody knows. **The choice.** The key is kept with
 * what is typed, and stays the same while the same words are sent: the server then does it once and answers again. Other
 * words are another act, with another key.
 */
import type { Typed } from "./value";

type Group = { [name: string]: Typed };
interface Kept {
  typed?: Group;
  key?: string;
  body?: string;
}

export class Attempt {
  readonly #place: string;
  #kept: Kept;

  constructor(name: string) {
    this.#place = `draft:${name}`;
    this.#kept = read(this.#place);
  }

  /** What was typed before, laid over the empty form: fields that are gone since are left out. */
  begin(empty: Group): Group {
    const kept = this.#kept.typed ?? {};
    return Object.fromEntries(Object.entries(empty).map(([name, value]) => [name, name in kept && alike(kept[name], value) ? (kept[name] as Typed) : value]));
  }

  get begun(): boolean {
    return this.#kept.typed !== undefined;
  }

  keep(typed: Group): void {
    this.#write({ ...this.#kept, typed });
  }

  /** The key for these words. */
  keyFor(body: string): string {
    if (this.#kept.key === undefined || this.#kept.body !== body) this.#write({ ...this.#kept, key: crypto.randomUUID(), body });
    return this.#kept.key ?? "";
  }

  done(): void {
    this.#kept = {};
    try {
      sessionStorage.removeItem(this.#place);
    } catch {
      // Storage that is shut has kept nothing.
    }
  }

  #write(kept: Kept): void {
    this.#kept = kept;
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(kept));
    } catch {
      // A full or shut storage must not stop anybody from typing.
    }
  }
}

function alike(a: Typed | undefined, b: Typed): boolean {
  return typeof a === typeof b && Array.isArray(a) === Array.isArray(b);
}

function read(place: string): Kept {
  try {
    const found = JSON.parse(sessionStorage.getItem(place) ?? "{}") as unknown;
    return found !== null && typeof found === "object" ? (found as Kept) : {};
  } catch {
    return {};
  }
}
