/**
 * Something that is asked for, shown, and asked for again when others change it.
 *
 * While it is asked for anew, what was there stays on the screen: a list that blinks cannot be read.
 */
import { now } from "./now";
import { onDestroy } from "svelte";
import { isRefused, Refused } from "../api/problem";
import { bare } from "../api/problem";
import { live } from "./live.svelte";

export class Load<T> {
  value = $state.raw<T | null>(null);
  refused = $state.raw<Refused | null>(null);
  loading = $state(true);
  /** As of when the value holds, milliseconds. */
  at = $state(0);
  #ask: (signal: AbortSignal) => Promise<T>;
  #abort: AbortController | null = null;

  constructor(ask: (signal: AbortSignal) => Promise<T>) {
    this.#ask = ask;
  }

  async run(): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.loading = true;
    try {
      const value = await this.#ask(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.refused = null;
      this.at = now();
    } catch (error) {
      if (abort.signal.aborted) return;
      this.refused = isRefused(error) ? error : new Refused(bare(0, String(error)), true);
    } finally {
      if (!abort.signal.aborted) this.loading = false;
    }
  }

  stop(): void {
    this.#abort?.abort();
  }
}

/**
 * Asks when the component appears and whenever what `ask` reads of the address or of its properties changes, and again
 * at most every 400 ms while events come whose kind begins with one of `kinds`.
 */
export function load<T>(ask: (signal: AbortSignal) => Promise<T>, kinds: string[] = []): Load<T> {
  const one = new Load(ask);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = live.hear((kind) => {
    // Who belongs to another organisation is told that something changed, and not what.
    if (kind !== "again" && !(kind === "changed" && kinds.length) && !kinds.some((start) => kind.startsWith(start))) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void one.run();
    }, 400);
  });
  $effect(() => {
    void one.run();
  });
  onDestroy(() => {
    silence();
    clearTimeout(timer);
    one.stop();
  });
  return one;
}
