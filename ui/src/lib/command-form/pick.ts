/**
 * What a field may be chosen from: organisations, incidents, other records, or parts of the record itself.
 *
 * A field is known by its name and, where a name means two things, by its kind of record. What is not listed is typed.
 */
import { get } from "../../api/client";
import { whole, type Option } from "../lists";
import { session } from "../session.svelte";
import { everywhere } from "../stix";
import { i18n } from "../../i18n/index.svelte";
import type { Json } from "./value";

export type Source =
  | "organisations" | "incidents" | "elections" | "evidence" | "mechanisms" | "people" | "collections" | "zones" | "markings" | "references"
  | `records:${string}`
  | `own:${string}`;

export interface Pick {
  from: Source;
  /** Something that is not in the list may be typed. */
  open: boolean;
}

const closed = (from: Source): Pick => ({ from, open: false });
const open = (from: Source): Pick => ({ from, open: true });

const BY_NAME: Record<string, Pick> = {
  marking: closed("markings"),
  organisation: open("organisations"),
  recipients: closed("organisations"),
  participants: closed("organisations"),
  signatories: closed("organisations"),
  addressee: closed("organisations"),
  addressed_to: closed("organisations"),
  assignee: closed("organisations"),
  host: closed("organisations"),
  csirt: closed("organisations"),
  incidents: open("incidents"),
  incident: open("incidents"),
  election: open("elections"),
  evidence: open("evidence"),
  sha256: open("evidence"),
  instrument: open("mechanisms"),
  mechanism: open("mechanisms"),
  case: open("records:case"),
  contestation: open("records:contestation"),
  contested: open("references"),
  owner: open("people"),
  reviewer: open("people"),
  collection: closed("collections"),
  time_zone: open("zones"),
};

/** Where a name alone would mislead; `kind.command` or a schema's name, a dot, the field. */
const BY_PLACE: Record<string, Pick | null> = {
  "NotificationDraft.platform": closed("organisations"),
  "StatementDraft.platform": closed("organisations"),
  "StatementDraft.addressee": closed("organisations"),
  "StatementAnswered.id": open("references"),
  "CrisisQuestion.to": closed("organisations"),
  "PublicationDraft.evidence": null,
  "ElectionRisk.owner": null,
  "ElectionItem.owner": null,
  "ElectionItem.evidence": open("evidence"),
  "TeamExpert.organisation": null,
  "alert.escalate.organisation": closed("own:recipients"),
  "alert.confirm-correction.correction": closed("own:corrections"),
  "ad-check.record-answer.sent": closed("own:sent"),
  "case.finish-task.task": closed("own:tasks"),
  "case.reopen-task.task": closed("own:tasks"),
  "case.drop-task.task": closed("own:tasks"),
  "case.drop-plan.mechanism": closed("own:plan"),
  "case.unexpose.channel": closed("own:exposures"),
  "contestation.deliver.recipient": closed("own:deliveries"),
  "crisis.answer.question": closed("own:questions"),
  "crisis.update-action.action": closed("own:actions"),
  "crisis.settle.contradiction": closed("own:contradictions"),
  "election.drop-risk.id": closed("own:risks"),
  "election.confirm.milestone": closed("own:deadlines"),
  "evidence-file.remove.sha256": closed("own:items"),
  "evidence-file.handle.sha256": closed("own:items"),
  "publication.offer-reply.subject": open("own:draft.subjects"),
  "publication.record-reply.subject": open("own:replies"),
  "publication.settle.contestation": closed("own:contested"),
};

export function pickOf(inside: string, name: string): Pick | null {
  const place = BY_PLACE[`${inside}.${name}`];
  return place !== undefined ? place : (BY_NAME[name] ?? null);
}

const caught = async (asked: Promise<Option[]>): Promise<Option[]> => asked.catch(() => []);

/** Options for the fields of one form; each list is asked for once. A list that is refused is empty: one types then. */
export class Options {
  #asked = new Map<string, Promise<Option[]>>();
  constructor(readonly record: Json | null) {}

  of(source: Source): Promise<Option[]> {
    let found = this.#asked.get(source);
    if (!found) this.#asked.set(source, (found = caught(this.#ask(source))));
    return found;
  }

  async #ask(source: Source): Promise<Option[]> {
    if (source.startsWith("own:")) {
      const found = own(this.record, source.slice(4));
      if (!found.some((one) => one.value.startsWith("identity--"))) return found;
      const known = await this.of("organisations");
      return found.map((one) => known.find((each) => each.value === one.value) ?? one);
    }
    if (source.startsWith("records:")) return records(source.slice(8), "id");
    switch (source) {
      case "organisations":
        return (await whole("/api/v1/organisations")).filter((one) => !one.disabled).map((one) => ({ value: one.id, label: `${one.name} (${one.country})` }));
      case "incidents":
        return (await everywhere("incident", new AbortController().signal)).map((one) => ({ value: one.object.id, label: one.object.name ?? one.object.id }));
      case "elections":
        return records("election", "id");
      case "references":
        return records(null, "kind/id");
      case "mechanisms":
        return (await get("/api/v1/mechanisms")).map((one) => ({ value: one.id, label: one.title[i18n.locale as "en"] ?? one.title.en }));
      case "collections":
        return (await whole("/api/v1/collections")).map((one) => ({ value: one.id, label: one.title }));
      case "evidence":
        if (!session.may("GET /api/v1/evidence")) return [];
        return (await get("/api/v1/evidence", { query: { limit: 1000 } })).evidence.map((one) => ({ value: one.sha256, label: `${one.source_url ?? one.sha256.slice(0, 12)} · ${one.sha256.slice(0, 12)}` }));
      case "people": {
        if (!session.may("GET /api/v1/directory")) return session.me ? [{ value: session.me.person, label: session.me.name }] : [];
        return (await whole("/api/v1/directory")).filter((one) => !one.disabled).map((one) => ({ value: one.id, label: one.display ?? one.name }));
      }
      case "markings":
        return ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"].map((value) => ({ value, label: value }));
      case "zones":
        return Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value }));
      default:
        return [];
    }
  }
}

async function records(kind: string | null, how: "id" | "kind/id"): Promise<Option[]> {
  const query = { limit: 1000 };
  const page = kind === null ? await get("/api/v1/casework", { query }) : await get("/api/v1/casework/{kind}", { path: { kind }, query });
  // By its title alone, unless two bear the same.
  const borne = new Map<string, number>();
  for (const one of page.rows) borne.set(one.title, (borne.get(one.title) ?? 0) + 1);
  return page.rows.map((one) => ({ value: how === "id" ? one.id : `${one.kind}/${one.id}`, label: one.title && borne.get(one.title) === 1 ? one.title : `${one.title} · ${one.id.slice(0, 8)}` }));
}

/** Parts of the record: of a list by its place, of a map by its key. */
function own(record: Json | null, path: string): Option[] {
  const found = path.split(".").reduce<Json | undefined>((value, name) => (value !== null && typeof value === "object" && !Array.isArray(value) ? value[name] : undefined), record ?? undefined);
  if (Array.isArray(found)) return found.map((one, place) => ({ value: key(one) ?? String(place), label: said(one) ?? `${place + 1}` }));
  if (found !== null && typeof found === "object") return Object.entries(found).map(([value, one]) => ({ value, label: said(one) ? `${value} · ${said(one)}` : value }));
  return [];
}

/** Items that are named by what they are, not by their place: evidence by its digest, subjects and deadlines by their name. */
function key(one: Json): string | null {
  if (typeof one === "string") return one;
  if (one === null || typeof one !== "object" || Array.isArray(one)) return null;
  const found = one["sha256"] ?? ("kind" in one || "starts_by" in one ? one["name"] : undefined);
  return typeof found === "string" ? found : null;
}

function said(one: Json): string | null {
  if (typeof one === "string") return one;
  if (one === null || typeof one !== "object" || Array.isArray(one)) return null;
  for (const name of ["title", "text", "what", "name", "to", "reason"]) {
    const value = one[name];
    if (typeof value === "string") return value.length > 80 ? `${value.slice(0, 79)}…` : value;
  }
  return null;
}
