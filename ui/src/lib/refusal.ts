/**
 * What was refused, as people understand it: with names for ids, at the field that holds what is refused, and with where to go on.
 *
 * **The problem.** A rule names incidents and mechanisms by their ids, does not always know the field, and may have to be
 * answered on another page. **The choice.** Ids are named where they are shown; the field is the one that holds the id that the
 * rule names; the way on is told by the rule. Rejected: words of our own for each rule, which would drift from the law that the
 * server cites.
 */
import type { ProblemDocument } from "../api/problem";
import { t } from "../i18n/index.svelte";
import { names } from "./names.svelte";

const INCIDENT = /incident--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The words without the pointer that they begin with, and with names for the ids of incidents and mechanisms. */
export function plainly(text: string): string {
  return text
    .replace(/^\/[\w/~-]*\s?:\s*/, "")
    .replaceAll(INCIDENT, (id) => `“${names.of(id)}”`)
    .replaceAll(/`([a-z0-9-]+)`|« ([a-z0-9-]+) »|„([a-z0-9-]+)“/g, (whole, ...found: string[]) => {
      const id = found.slice(0, 3).find(Boolean) ?? "";
      const name = names.mechanism(id);
      return name ? whole.replace(id, name) : whole;
    });
}

/** The places of a request that hold what the words name, for a refusal that points nowhere: a mechanism, a piece of evidence. */
export function held(problem: ProblemDocument, body: unknown): string[] {
  const words = problem.words?.en ?? "";
  const ids = new Set([...words.matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? "").concat(/^\S+/.exec(words)?.[0] ?? ""));
  const walk = (value: unknown, at: string): string[] =>
    typeof value === "string" ? (ids.has(value) ? [at] : []) : value !== null && typeof value === "object" ? Object.entries(value).flatMap(([name, one]) => walk(one, `${at}/${name}`)) : [];
  return walk(body, "").filter((at) => at !== "/command");
}

export interface Step {
  href: string;
  label: string;
}

/** Where a refusal is mended when that is not on this page; `about`: incidents that the form names. */
export function steps(problem: ProblemDocument, about: readonly string[] = []): Step[] {
  const all = [...new Set([...(problem.words?.en ?? "").matchAll(INCIDENT)].map(([id]) => id).concat(about))];
  const of = (one: string): string => encodeURIComponent(one);
  const each = (label: string, href: (id: string) => string): Step[] => all.map((id) => ({ href: href(id), label: all.length > 1 ? `${label}: ${names.of(id)}` : label }));
  switch (problem.rule) {
    case "acting-through-a-closed-channel":
    case "acting-through-an-unknown-mechanism":
    case "acting-on-what-is-protected":
    case "adding-what-its-plan-may-not-touch":
    case "choosing-a-closed-channel":
      return each(t("problem.step.routes"), (id) => `/respond?view=routes&incident=${of(id)}`);
    case "acting-on-media-that-it-does-not-name":
      return each(t("problem.step.items"), (id) => `/respond?view=routes&incident=${of(id)}&know=1`);
    case "publishing-without-open-evidence":
    case "calling-open-what-is-not":
    case "adding-what-is-not-held":
    case "adding-what-cannot-be-shown-to-a-court":
      return each(t("problem.step.evidence"), (id) => `${names.place(id).href ?? `/respond?incident=${of(id)}`}${names.place(id).href ? "?view=evidence" : ""}`);
    case "acting-without-its-attribution":
      return each(t("problem.step.attribution"), (id) => `${names.place(id).href ?? `/respond?incident=${of(id)}`}${names.place(id).href ? "?view=attribution" : ""}`);
    default:
      return [];
  }
}
