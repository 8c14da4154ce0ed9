/**
 * A file on its way to the server. It lives outside of the pages, so that one may look at something else meanwhile; the
 * browser warns before it is closed. Sent by `XMLHttpRequest`, since `fetch` cannot say how much has gone out.
 */
import { csrfToken, problemOf, send } from "../api/client";
import { bare, isRefused, Refused } from "../api/problem";
import type { components } from "../api/schema";

export type Upload = components["schemas"]["Upload"];

class Transfer {
  name = $state("");
  state = $state<"none" | "sending" | "reading" | "failed">("none");
  sent = $state(0);
  total = $state(0);
  /** Bytes a second, over the whole transfer. */
  speed = $state(0);
  refused = $state.raw<Refused | null>(null);
  #request: XMLHttpRequest | null = null;
  #file: File | null = null;
  #warn = (event: BeforeUnloadEvent): void => event.preventDefault();

  /** Sends a file; answers what the server made of it, or nothing when it failed or was given up. */
  async begin(file: File): Promise<Upload | null> {
    this.give();
    this.#file = file;
    Object.assign(this, { name: file.name, state: "sending", sent: 0, total: file.size, speed: 0, refused: null });
    addEventListener("beforeunload", this.#warn);
    try {
      // A session that is over is found now, and not behind the last of many bytes.
      await send("/api/v1/uploads");
      const answer = await this.#send(file);
      if (!answer) return null;
      if (!answer.ok) throw new Refused(await problemOf(answer), true);
      this.state = "none";
      return (await answer.json()) as Upload;
    } catch (error) {
      this.refused = isRefused(error) ? error : new Refused(bare(0, String(error)), false);
      this.state = "failed";
      return null;
    } finally {
      this.#request = null;
      removeEventListener("beforeunload", this.#warn);
    }
  }

  /** Once more, after a failure. */
  again(): Promise<Upload | null> {
    return this.#file ? this.begin(this.#file) : Promise.resolve(null);
  }

  /** Gives it up; the server keeps nothing of it. */
  give(): void {
    this.#request?.abort();
    this.#request = null;
    this.state = "none";
    this.refused = null;
  }

  #send(file: File): Promise<Response | null> {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      const begun = performance.now();
      request.open("POST", `/api/v1/uploads?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("Accept", "application/json");
      const csrf = csrfToken();
      if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
      request.upload.onprogress = ({ loaded, total }) => {
        this.sent = loaded;
        this.total = total;
        this.speed = (1000 * loaded) / Math.max(1, performance.now() - begun);
      };
      request.upload.onload = () => (this.state = "reading");
      request.onload = () => done(new Response(request.responseText, { status: request.status, statusText: request.statusText }));
      request.onabort = () => done(null);
      request.onerror = () => fail(new Refused(bare(0, "offline"), false));
      request.send(file);
    });
  }
}

export const transfer = new Transfer();
