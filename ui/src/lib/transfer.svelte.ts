/**
 * A file on its way to the server, piece by piece: it can be paused, and after a broken line, a closed window or a restart of
 * the server it goes on where it stopped, when the same file is chosen again. It lives outside of the pages, so that one may
 * look at something else meanwhile. Sent by `XMLHttpRequest`, since `fetch` cannot say how much has gone out.
 */
import { call, csrfToken, get, post, problemOf } from "../api/client";
import { bare, isRefused, Refused } from "../api/problem";
import type { components } from "../api/schema";

export type Upload = components["schemas"]["Upload"];
type Held = components["schemas"]["Transfer"];

/** Bytes of a piece: small enough that little is sent twice over a weak line. */
const PIECE = 4_000_000;

/** By what the browser tells one file from another without reading it. */
const nameOf = (file: File): string => `transfer:${file.name}:${file.size}:${file.lastModified}`;

class Transfer {
  name = $state("");
  state = $state<"none" | "sending" | "paused" | "reading" | "failed">("none");
  sent = $state(0);
  total = $state(0);
  /** Bytes a second, since it was begun or went on. */
  speed = $state(0);
  refused = $state.raw<Refused | null>(null);
  id = $state("");
  #request: XMLHttpRequest | null = null;
  #file: File | null = null;
  #warn = (event: BeforeUnloadEvent): void => event.preventDefault();

  /** Sends a file, from where it stopped last time; answers what became of it, or nothing when it was paused or failed. */
  async begin(file: File): Promise<Upload | null> {
    this.#file = file;
    this.name = file.name;
    this.total = file.size;
    this.sent = 0;
    return this.resume();
  }

  /** Goes on after a pause or a failure. */
  async resume(): Promise<Upload | null> {
    const file = this.#file;
    if (!file) return null;
    this.state = "sending";
    this.refused = null;
    addEventListener("beforeunload", this.#warn);
    try {
      const made = await this.#send(file, await this.#held(file));
      if (made) this.#over(file, "none");
      return made;
    } catch (error) {
      this.refused = isRefused(error) ? error : new Refused(bare(0, String(error)), false);
      // What the server has looked at and refused is kept by nobody.
      if (this.refused.answered && this.refused.status !== 401 && this.refused.status !== 403 && this.refused.status < 500) localStorage.removeItem(nameOf(file));
      this.state = "failed";
      return null;
    } finally {
      this.#request = null;
      removeEventListener("beforeunload", this.#warn);
    }
  }

  pause(): void {
    this.state = "paused";
    this.#request?.abort();
  }

  /** Gives it up; the server keeps nothing of it. */
  async give(): Promise<void> {
    const id = this.id;
    this.#request?.abort();
    if (this.#file) this.#over(this.#file, "none");
    if (id) await call("delete", "/api/v1/transfers/{id}", { path: { id } }).catch(() => undefined);
  }

  #over(file: File, state: "none"): void {
    localStorage.removeItem(nameOf(file));
    this.#file = null;
    this.id = "";
    this.state = state;
    this.refused = null;
  }

  /** The transfer of this very file that stopped, or a new one. */
  async #held(file: File): Promise<Held> {
    const known = localStorage.getItem(nameOf(file));
    if (known) {
      try {
        const held = await get("/api/v1/transfers/{id}", { path: { id: known } });
        this.id = held.id;
        return held;
      } catch (error) {
        // Its time was over: begun anew.
        if (!isRefused(error) || error.status !== 404) throw error;
      }
    }
    const held = await post("/api/v1/transfers", { body: { name: file.name, bytes: file.size } });
    this.id = held.id;
    localStorage.setItem(nameOf(file), held.id);
    return held;
  }

  async #send(file: File, held: Held): Promise<Upload | null> {
    const begun = performance.now();
    const first = held.received;
    for (let from = held.received; ; ) {
      if (this.state === "paused" || this.#file !== file) return null;
      this.sent = from;
      const piece = file.slice(from, from + PIECE);
      const answer = await this.#piece(held.id, from, piece, (loaded) => {
        this.sent = from + loaded;
        this.speed = (1000 * (this.sent - first)) / Math.max(1, performance.now() - begun);
        if (this.sent >= file.size) this.state = "reading";
      });
      if (!answer) return null;
      if (answer.status === 409) {
        // A piece came whose answer was lost: the server knows how much it has.
        const there = (await get("/api/v1/transfers/{id}", { path: { id: held.id } })).received;
        if (there === from) throw new Refused(await problemOf(answer), true);
        from = there;
        continue;
      }
      if (!answer.ok) throw new Refused(await problemOf(answer), true);
      const now = (await answer.json()) as Held;
      if (now.upload) return now.upload;
      from = now.received;
    }
  }

  #piece(id: string, from: number, piece: Blob, ontold: (loaded: number) => void): Promise<Response | null> {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      request.open("PATCH", `/api/v1/transfers/${encodeURIComponent(id)}?from=${from}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("Accept", "application/json");
      const csrf = csrfToken();
      if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
      request.upload.onprogress = ({ loaded }) => ontold(loaded);
      request.onload = () => done(new Response(request.responseText || null, { status: request.status, statusText: request.statusText }));
      request.onabort = () => done(null);
      request.onerror = () => fail(new Refused(bare(0, "offline"), false));
      request.send(piece);
    });
  }
}

export const transfer = new Transfer();
