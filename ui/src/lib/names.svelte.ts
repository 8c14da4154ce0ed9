/** Names of organisations, people and incidents for their ids, each list asked for once and again when it changes. */
import { get } from "../api/client";
import { t } from "../i18n/index.svelte";
import { live } from "./live.svelte";
import { whole } from "./lists";
import { pageOf } from "./records";
import { said } from "./said";
import { session } from "./session.svelte";
import { everywhere } from "./stix";

interface Place {
  name: string;
  href: string | null;
}

const RECORD = /^([a-z_-]+)\/[0-9a-f]{8}-[0-9a-f-]{27}$/;

class Names {
  #known = $state.raw(new Map<string, Place>());
  #asked = new Set<string>();

  constructor() {
    live.hear((kind) => {
      if (kind.startsWith("organisation") || kind === "changed") this.#asked.delete("identity");
      // `election.opened`: of a record.
      for (const one of [...this.#asked]) if (one.startsWith("record ") && (kind === "changed" || kind.startsWith(`${one.slice(7)}.`))) this.#asked.delete(one);
      if (kind.startsWith("object") || kind.startsWith("incident") || kind === "changed") this.#asked.delete("incident");
    });
  }

  /** The name, or a short form of the id while it is not known. */
  of(id: string): string {
    return this.place(id).name;
  }

  /** The name, and where it leads. */
  place(id: string): Place {
    const kind = id.split("--")[0] ?? "";
    // Not while something is being drawn: what is found changes what is drawn.
    if (kind === "identity" || kind === "person" || kind === "incident") queueMicrotask(() => this.#ask(kind));
    const record = RECORD.exec(id);
    if (record?.[1]) queueMicrotask(() => this.#ask(`record ${record[1]}`));
    if (id === session.me?.person) return { name: t("you"), href: null };
    const found = this.#known.get(id);
    if (found) return found;
    if (/^(identity|person|incident)--/.test(id)) return { name: `${kind} …${id.slice(-6)}`, href: null };
    return { name: id, href: null };
  }

  /** Whether somebody or something is known by name here. */
  knows(id: string): boolean {
    return id === session.me?.person || this.#known.has(id);
  }

  /** What a mechanism is called; nothing where there is none of this id. */
  mechanism(id: string): string | null {
    queueMicrotask(() => this.#ask("mechanism"));
    return this.#known.get(`mechanism--${id}`)?.name ?? null;
  }

  #ask(kind: string): void {
    if (this.#asked.has(kind)) return;
    this.#asked.add(kind);
    void this.#read(kind).then((found) => (this.#known = new Map([...this.#known, ...found])), () => {
      // Whoever may not see the list sees the ids.
    });
  }

  async #read(kind: string): Promise<[string, Place][]> {
    if (kind === "identity" && session.may("GET /api/v1/organisations")) {
      return (await whole("/api/v1/organisations")).map((one) => [one.id, { name: one.name, href: one.own ? null : `/exchange/partners/${encodeURIComponent(one.id)}` }]);
    }
    if (kind === "person" && session.may("GET /api/v1/directory")) return (await whole("/api/v1/directory")).map((one) => [one.id, { name: one.display ?? one.name, href: null }]);
    if (kind === "mechanism" && session.may("GET /api/v1/mechanisms")) return (await get("/api/v1/mechanisms")).map((one) => [`mechanism--${one.id}`, { name: said(one.title), href: null }]);
    if (kind === "incident" && session.may("GET /api/v1/collections")) {
      const found = await everywhere("incident", new AbortController().signal);
      return found.map((one) => [one.object.id, { name: one.object.name ?? one.object.id, href: `/incidents/${encodeURIComponent(one.collection)}/${encodeURIComponent(one.object.id)}` }]);
    }
    if (kind.startsWith("record ") && session.may("GET /api/v1/casework/{kind}")) {
      const of = kind.slice(7);
      const { rows } = await get("/api/v1/casework/{kind}", { path: { kind: of }, query: { limit: 1_000 } });
      return rows.map((one) => [`${of}/${one.id}`, { name: one.title || one.id, href: pageOf(of, one.id) }]);
    }
    return [];
  }
}

export const names = new Names();
