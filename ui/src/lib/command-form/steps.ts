/**
 * Which command follows from which state, and who gives it. Only a signpost: it decides what is offered first; the server
 * decides what is done, and says by which rule it refuses.
 */

/** Whose step it is: of the organisation that keeps the record, of those it is addressed to, or of either. */
type Whose = "keeper" | "addressee" | "either";
type Step = readonly [states: string, whose: Whose];

const k = (states: string): Step => [states, "keeper"];
const a = (states: string): Step => [states, "addressee"];
const e = (states: string): Step => [states, "either"];

const WORKING = "new in-progress";
const WRITTEN = "draft approved";

const STEPS: Record<string, Record<string, Step>> = {
  alert: {
    edit: k("draft"), issue: k("draft"), acknowledge: a("issued responding"), respond: a("issued responding"), escalate: k("issued responding"),
    correct: k("issued responding closed"), "confirm-correction": a("issued responding closed withdrawn"), close: k("issued responding"), withdraw: k("draft issued responding"),
  },
  notification: {
    edit: k("draft"), send: k("draft"), acknowledge: e("sent"), answer: e("sent acknowledged answered"), "record-no-answer": k("sent acknowledged"), "write-up": k("answered"),
    "follow-up": k("sent acknowledged answered"), close: k("answered"), withdraw: k("draft sent acknowledged"),
  },
  notice: {
    edit: k("draft"), send: k("draft"), "confirm-receipt": e("sent"), decide: e("sent received"), complain: k("decided"), "decide-complaint": e("complained"),
    refer: k("decided complained"), extend: k("out-of-court"), settle: k("out-of-court"), close: k("decided complained out-of-court"), withdraw: k("draft sent received"),
  },
  statement: { correct: k("received examined"), link: e("received examined"), examine: e("received examined"), close: e("examined") },
  measure: {
    edit: k("proposed"), decide: k("proposed"), "hear-provider": k("decided"), "record-reply": k("decided"), "put-in-force": k("decided"), end: k("in-force"),
    refuse: k("proposed decided"), observe: k("proposed decided in-force ended"),
  },
  information: {
    edit: k("draft"), send: k("draft"), acknowledge: e("sent"), answer: e("sent acknowledged answered"), decline: e("sent acknowledged"), remind: k("sent acknowledged answered"),
    close: k("answered declined"), withdraw: k("draft sent acknowledged"),
  },
  preservation: { edit: k("draft"), send: k("draft"), confirm: e("sent"), decline: e("sent"), extend: k("sent confirmed"), end: k("confirmed"), withdraw: k("draft sent confirmed") },
  team: {
    scope: a("requested"), approve: a("scoped"), decline: a("requested scoped"), compose: a("approved composed"), deploy: a("composed"), return: a("deployed"), end: a("reporting"),
    "write-lessons": k("ended"), withdraw: k("requested scoped approved composed"),
  },
  "ad-check": { edit: k("open"), send: k("open sent"), "record-answer": k("sent"), close: k("open sent") },
  "media-check": { edit: k("open"), "state-reasons": k("open"), "record-reply": k("reasons-stated"), proceed: k("open reasons-stated"), drop: k("open reasons-stated") },
  cyber: {
    edit: k("open warned notified"), warn: k("open"), notify: k("open warned"), progress: k("notified"), handle: k("open warned notified"), finish: k("notified"),
    feedback: a("warned notified final"), close: k("open warned notified final"),
  },
  "evidence-file": {
    edit: k("open"), add: k("open"), remove: k("open"), handle: k("open sealed exported"), seal: k("open"), unseal: k("sealed"), export: k("sealed exported"),
    withdraw: k("open sealed exported"), close: k("exported"),
  },
  contestation: { "take-up": e("received"), uphold: e("examining"), reject: e("examining"), appeal: e("rejected"), deliver: e("upheld"), withdraw: e("received examining") },
  publication: {
    edit: k("drafted approved"), "offer-reply": k("drafted approved published corrected"), "record-reply": k("drafted approved published corrected"), approve: k("drafted"),
    publish: k("drafted approved"), correct: k("published corrected"), retract: k("published corrected"), drop: k("drafted approved"), review: k("published corrected"),
    contest: k("published corrected retracted"), settle: k("published corrected retracted"),
  },
  plan: {
    edit: k("draft"), choose: k("draft"), drop: k("draft"), approve: k("draft"), reopen: k("approved"), evaluate: k("approved"), close: k("approved"),
  },
  report: {
    edit: k(WRITTEN), "set-cut-off": k(WRITTEN), "add-paragraph": k(WRITTEN), "add-scenario": k(WRITTEN), "add-decision": k(WRITTEN), rewrite: k(WRITTEN), remove: k(WRITTEN),
    approve: k("draft"), issue: k("approved"), correct: k("issued superseded"), withdraw: k("draft approved issued"),
  },
  case: {
    edit: k(WORKING), start: k("new"), "hand-over": k(WORKING), "ask-review": k(WORKING), review: k(WORKING), add: k(WORKING), remove: k(WORKING), "judge-coordination": k(WORKING),
    "judge-impact": k(WORKING), attribute: k(WORKING), expose: k(WORKING), unexpose: k(WORKING), "set-task": k(WORKING), "finish-task": e(`${WORKING} merged`), "reopen-task": k(WORKING),
    "drop-task": k(WORKING), plan: k(WORKING), "drop-plan": k(WORKING), involve: k(WORKING), absorb: k(WORKING), release: k(WORKING), "merge-into": k(WORKING), unmerge: k("merged"),
    "split-off": k(WORKING), rejoin: k(WORKING), close: k(WORKING), reopen: k("closed"),
  },
};

/** Whether a command is offered now. What this table does not know is. */
export function offered(kind: string, command: string, state: string, keeper: boolean): boolean {
  if (command === "open" || BY_ITSELF.has(`${kind}.${command}`)) return false;
  const step = STEPS[kind]?.[command];
  if (!step) return true;
  const [states, whose] = step;
  return states.split(" ").includes(state) && (whose === "either" || (whose === "keeper") === keeper);
}

/** The states from which a command follows, for those who wonder why it is not offered. */
export function statesOf(kind: string, command: string): string[] {
  return STEPS[kind]?.[command]?.[0].split(" ") ?? [];
}

/** Steps that the server takes by itself. */
const BY_ITSELF = new Set(["report.supersede"]);

const OUTWARD: Record<string, string> = {
  alert: "issue correct escalate", notification: "send follow-up", notice: "send complain refer", information: "send remind", preservation: "send extend", "ad-check": "send",
  "media-check": "state-reasons proceed", cyber: "warn notify progress finish", "evidence-file": "export", publication: "publish correct retract", measure: "decide hear-provider put-in-force",
  contestation: "uphold reject deliver", team: "open", statement: "open correct", report: "issue correct withdraw",
};

/** Whether a command leaves the house or binds it: it is said once more before it is sent. */
export function outward(kind: string, command: string): boolean {
  return OUTWARD[kind]?.split(" ").includes(command) ?? false;
}

/** What usually comes next, where it is offered: the one button that stands out, and what a record is waiting for. */
export const NEXT: readonly string[] = ["issue", "send", "acknowledge", "take-up", "decide", "put-in-force", "publish", "seal", "answer", "respond", "approve", "notify", "scope", "start", "state-reasons", "proceed", "examine", "confirm", "confirm-receipt"];
