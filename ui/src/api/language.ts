/** A problem document in the reader's language, as far as the server wrote it in it, and what to do about its kind. */
import { worded } from "../i18n/index.svelte";
import { said } from "../lib/said";
import type { ProblemDocument } from "./problem";

const kindOf = (problem: ProblemDocument): string => problem.type.split("/").pop() ?? "";

/** Its title and its rule's words in the reader's language, at its fields too. */
export function inLanguage(problem: ProblemDocument): ProblemDocument {
  const title = worded("problem.kind", kindOf(problem)) ?? problem.title;
  const { words, faults } = problem;
  if (!words) return { ...problem, title };
  const text = said(words);
  const told = faults?.map((one) => (faults.length === 1 || one.detail === words.en ? { ...one, detail: text } : one));
  return { ...problem, title, detail: text, ...(told ? { faults: told } : {}) };
}

/** What to do about problems of this kind; null where its own words say it. */
export function advice(problem: ProblemDocument): string | null {
  return worded("problem.advice", kindOf(problem));
}
