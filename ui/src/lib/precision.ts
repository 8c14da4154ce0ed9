/**
 * How precise the times of an analysis are. A source that gives minutes is never shown as if it gave seconds, and two posts of
 * one minute are not said to be "0 seconds apart".
 */
import { getContext, setContext } from "svelte";
import { t } from "../i18n/index.svelte";
import { duration } from "./time";

const KEY = Symbol("precision");
const LENGTH: Record<string, number> = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Length of the coarsest precision of any time, ms; a second where nothing is known. */
export function lengthOf(precision: string | null | undefined): number {
  return LENGTH[precision ?? "second"] ?? 1_000;
}

/** Says for everything inside a component how precise times are. */
export function provide(precision: () => number): void {
  setContext(KEY, precision);
}

/** What the page around it provides. */
export function precision(): () => number {
  return getContext<(() => number) | undefined>(KEY) ?? (() => 1_000);
}

/** How long after another post, in words that claim no more than the times carry. */
export function after(gap: number, unit: number): string {
  return unit > 1_000 && gap < unit ? t("pair.within", { unit: duration(unit) }) : t("pair.after", { gap: duration(gap) });
}
