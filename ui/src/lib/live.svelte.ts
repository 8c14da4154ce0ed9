/**
 * What others change, as they change it. One stream for the whole application: each event names a subject and a kind, and
 * pages that show such a subject ask for it again. After a broken line the browser goes on from the last event it saw.
 */
type Listener = (kind: string, subject: string) => void;

class Live {
  state = $state<"off" | "on" | "lost">("off");
  #listeners = new Set<Listener>();
  #abort: AbortController | null = null;

  /** Follows the log of the hub until `stop`. Event kinds are open-ended, so the stream is read as text. */
  start(): void {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    void this.#follow(abort.signal);
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.state = "off";
  }

  hear(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let last = "";
    for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 15_000)) {
      try {
        const headers: Record<string, string> = { Accept: "text/event-stream" };
        if (last) headers["Last-Event-ID"] = last;
        const response = await fetch("/api/v1/events", { headers, signal });
        if (response.status === 401 || response.status === 403) return this.stop();
        if (!response.ok || !response.body) throw new Error(String(response.status));
        if (this.state === "lost") this.#tell("again", "");
        this.state = "on";
        wait = 500;
        for await (const event of events(response.body)) {
          if (event.id) last = event.id;
          if (event.kind) this.#tell(event.kind, event.data);
        }
      } catch {
        // A broken line is no fault of the page: it says so and tries again.
      }
      if (signal.aborted) return;
      this.state = "lost";
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #tell(kind: string, subject: string): void {
    for (const listener of this.#listeners) listener(kind, subject);
  }
}

/** The fields of a stream of server-sent events (WHATWG HTML §9.2), as far as our server uses them. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<{ id: string; kind: string; data: string }> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  let event = { id: "", kind: "", data: "" };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [name, ...values] = line.split(":");
      const text = values.join(":").trimStart();
      if (line === "") {
        if (event.id || event.data) yield event;
        event = { id: "", kind: "", data: "" };
      } else if (name === "id") event.id = text;
      else if (name === "event") event.kind = text;
      else if (name === "data") event.data += text;
    }
  }
}

export const live = new Live();
