/**
 * From what the router knows to the record that carries it: which kind of record a mechanism is written in, and which of
 * the filled fields go where. Told by what a mechanism asks for and of whom, so that a national one that a user adds finds
 * its record too.
 */
import type { components } from "../../api/schema";
import type { Json } from "../../lib/command-form/value";
import { said } from "../../lib/command-form/words";

type Route = components["schemas"]["Route"];
type Mechanism = components["schemas"]["Mechanism"];

/** The kind of record that a mechanism is written in; a measure where there is none more exact. */
export function kindOf(one: Mechanism): string {
  const rules = one.conditions.map((condition) => condition.rule);
  if (rules.includes("only-inside-a-declared-response-window")) return "notification";
  if (rules.includes("only-illegal-content-may-be-noticed") || rules.includes("only-a-trusted-flagger-notifies-with-priority")) return "notice";
  switch (one.asks_for) {
    case "inform-partners":
      return "alert";
    case "inform-public":
    case "teach":
      return "publication";
    case "preserve":
      return "preservation";
    case "data":
      return "information";
    case "check":
      return one.area === "media" ? "media-check" : "information";
    case "disclose":
    case "stop-advertising":
      return "ad-check";
    case "assist":
      return one.area === "cyber" ? "cyber" : "team";
    case "sanction":
      return one.area === "external-action" && one.addressee === "council" && one.fields.some((field) => field.filled_by === "litigable-evidence") ? "evidence-file" : "measure";
    default:
      return "measure";
  }
}

interface Known {
  incident: string | null;
  mechanism: string | null;
  route: Route | null;
  marking: string;
  /** Name of the incident. */
  title: string;
}

const CRITERIA: Record<string, string> = { transnational: "transnational", significant: "significant", "election-related": "election_related", "time-critical": "time_critical" };

/** Values of the command `open`, as far as they are known. */
export function begun(kind: string, { incident, mechanism, route, marking, title }: Known): { [name: string]: Json } {
  const filled = (route?.status.state === "closed" ? {} : ((route?.status as { filled?: { [name: string]: Json } } | undefined)?.filled ?? {})) as { [name: string]: Json };
  const text = (name: string): string => (typeof filled[name] === "string" ? (filled[name] as string) : Array.isArray(filled[name]) ? (filled[name] as Json[]).join(", ") : "");
  const list = (name: string): Json[] => (Array.isArray(filled[name]) ? (filled[name] as Json[]) : filled[name] ? [filled[name] as Json] : []);
  const headline = [route ? said(route.title) : "", title].filter(Boolean).join(": ").slice(0, 200);
  const common: { [name: string]: Json } = {
    ...(headline ? { title: headline } : {}),
    ...(incident ? { incidents: [incident] } : {}),
    ...(marking ? { marking } : {}),
    ...(text("election") ? { election: text("election") } : {}),
    // The incident carries its findings with it: until more is named, it is the evidence.
    ...(list("evidence").length ? { evidence: list("evidence") } : incident && mechanism ? { evidence: [incident] } : {}),
  };
  const summary = text("summary") || text("claim") || text("campaign") || text("threat");
  switch (kind) {
    case "alert": {
      const met = list("criteria").map(String);
      const criteria = Object.fromEntries(met.map((one) => [CRITERIA[one] ?? one, { met: true, reason: "" }]));
      const claim = [summary, text("behaviours") && `(${text("behaviours")})`].filter(Boolean).join(" ");
      return { draft: { ...common, class: mechanism === "rapid-alert-alert" ? "alert" : "share", claim, criteria, recipients: list("recipients") } };
    }
    case "notification":
      return { draft: { ...common, object: text("object"), urls: list("urls"), policy: text("policy"), description: summary, time_sensitive: text("why_time_sensitive") } };
    case "notice":
      return {
        draft: {
          ...common, urls: list("urls"), notifier_name: text("notifier_name"), notifier_email: text("notifier_email"), capacity: mechanism?.includes("trusted-flagger") ? "trusted-flagger" : "entity",
          ...(text("law") ? { legality: { judged: "illegal", law: text("law"), reasons: text("reasons") } } : {}),
        },
      };
    case "information":
      return { draft: { ...common, purpose: text("research_question") || summary, questions: text("claim") ? [text("claim")] : [] } };
    case "preservation":
      return { draft: { ...common, scope: list("items").join("\n") } };
    case "team":
      return { draft: { ...common, threat: summary, requesting_state: text("requester") } };
    case "media-check":
      return { draft: { ...common, provider: list("items").map(String)[0] ?? "" } };
    case "ad-check":
      return { draft: { ...common, ad: { addresses: list("ads"), sponsor: text("sponsor") } } };
    case "cyber":
      return { draft: { ...common, entity: text("entity"), description: text("kind") } };
    case "evidence-file":
      return { draft: { ...omit(common, "evidence"), subject: text("actor") } };
    case "publication":
      return { draft: { ...omit(common, "title", "evidence"), class: mechanism === "statement" || mechanism === "debunk" || mechanism === "prebunk" || mechanism === "media-literacy" ? mechanism : "statement", language: "en", evidence: list("evidence").map((id) => ({ id, access: "open" })), text: { title: "", summary: "" }, subjects: list("behaviours").map((name) => ({ kind: "behaviour", name })) } };
    case "measure":
      return { draft: { ...common, instrument: mechanism ?? "", target_behaviour: text("behaviours"), legal_basis: (route?.legal ?? []).slice(0, 3).map((one) => `${one.text}, ${one.article}`.slice(0, 300)) } };
    case "plan":
      return { outline: { ...(headline ? { title: headline } : {}), ...(incident ? { incident } : {}), ...(marking ? { marking } : {}) } };
    case "case":
      return { draft: { ...omit(common, "incidents", "evidence"), ...(incident ? { incident } : {}) }, ...(incident ? { items: [{ kind: "incident", id: incident }] } : {}) };
    case "crisis":
      return { scope: omit(common, "evidence") };
    case "contestation":
      return { draft: common };
    default:
      return incident || mechanism ? { draft: common } : {};
  }
}

function omit(of: { [name: string]: Json }, ...names: string[]): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));
}
