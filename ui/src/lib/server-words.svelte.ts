/**
 * What the server says in English only, in the reader's language: cards of methods, faults of fields.
 *
 * **The problem.** Most sentences come from the server as patterns or in three languages; some texts (a card that is data, the
 * faults of a field) come in English. **The choice.** A catalogue beside the messages, by the English text with holes, which is fetched
 * for a language when that is chosen; a test holds it against the sources of the server. What is not in it stays English, and is marked
 * as such. **Rejected.** Words of our own for each field: they would say something else than the server.
 */
import { i18n } from "../i18n/index.svelte";

type Catalogue = Record<string, string>;
interface Pattern {
  is: RegExp;
  says: string;
}
const FILES: Record<string, () => Promise<{ default: Catalogue }>> = {
  fr: () => import("../i18n/server/fr"),
  de: () => import("../i18n/server/de"),
};

class ServerWords {
  #exact = $state.raw<Catalogue>({});
  #patterns: Pattern[] = [];
  #of = "en";

  /** Fetches the words of the language that is chosen now. */
  async #follow(locale: string): Promise<void> {
    this.#of = locale;
    const file = FILES[locale];
    const found: Catalogue = file ? await file().then((one) => one.default, () => ({})) : {};
    if (this.#of !== locale) return;
    this.#patterns = Object.entries(found).filter(([english]) => /\{\d\}/.test(english)).map(([english, says]) => ({ is: pattern(english), says }));
    this.#exact = found;
  }

  /** The text in the reader's language; null where it is English, or in no catalogue. */
  of(text: string): string | null {
    const locale = i18n.locale;
    if (locale !== this.#of) queueMicrotask(() => void (locale === this.#of || this.#follow(locale)));
    const exact = this.#exact;
    if (locale === "en" || locale !== this.#of) return null;
    const found = exact[text];
    if (found) return found;
    for (const { is, says } of this.#patterns) {
      const held = is.exec(text);
      if (held) return says.replace(/\{(\d)\}/g, (_, n: string) => this.of(held[Number(n) + 1] ?? "") ?? held[Number(n) + 1] ?? "");
    }
    return null;
  }

  /** The same, or the English. */
  or(text: string): string {
    return this.of(text) ?? text;
  }
}

/** The pattern of a text with holes; a hole holds something, and not a line of it. */
export function pattern(english: string): RegExp {
  const parts = english.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("([^\\n]+?)")}$`);
}

export const serverWords = new ServerWords();
