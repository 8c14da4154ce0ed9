import type { components } from "./schema";

/** A problem document (RFC 9457), as the server sends it. */
export type ProblemDocument = components["schemas"]["Problem"];

/** A request that was refused, or that never got an answer. */
export class Refused extends Error {
  constructor(
    readonly problem: ProblemDocument,
    /** Whether the server answered: without an answer nobody knows whether the change was made. */
    readonly answered: boolean,
  ) {
    super(problem.detail);
    this.name = "Refused";
  }

  get status(): number {
    return this.problem.status;
  }

  /** Somebody else changed the record since it was read (RFC 9110 §13, RFC 6585 §3). */
  get conflict(): boolean {
    return this.status === 412 || this.problem.type === "/problems/changed";
  }
}

/** The problem of an answer that is no problem document: from a proxy, or cut off. */
export function bare(status: number, detail: string): ProblemDocument {
  return { type: "about:blank", title: `HTTP ${status}`, status, detail };
}

export function isRefused(error: unknown): error is Refused {
  return error instanceof Refused;
}
