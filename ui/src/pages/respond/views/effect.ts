/** What a measure changed, as the server estimates it: segmented regression, 95 % interval; each series by itself. */
import { get, post } from "../../../api/client";
import type { components } from "../../../api/schema";
import { t, type Key } from "../../../i18n/index.svelte";

export interface Counted {
  unit: string;
  source: string;
  start: number;
  step: number;
  values: (number | null)[];
  controls?: Record<string, (number | null)[]>;
  scaled?: boolean;
  counted?: components["schemas"]["EffectCounted"] | null;
}

export type Kept = components["schemas"]["MeasureCounted"];

const UNITS: Record<string, [Key, Key]> = {
  volume: ["measure.unit.volume.hour", "measure.unit.volume.day"],
  reach: ["measure.unit.reach.hour", "measure.unit.reach.day"],
  spread: ["measure.unit.spread.hour", "measure.unit.spread.day"],
};

/** What a step counts: of a typed series in the words of who typed it. */
export function unitOf(what: string, series: Counted): string {
  const known = UNITS[what];
  return series.counted && known ? t(known[series.step >= 86_400_000 ? 1 : 0]) : series.unit;
}

/**
 * The mean of the controls in the size of the series: what it would be without the measure, if it had gone on like them.
 * `first` is the first step after the measure; missing where one of them is.
 */
export function expected(series: Counted, first: number): (number | null)[] | null {
  const controls = Object.values(series.controls ?? {});
  if (!controls.length) return null;
  const scaleOf = (control: (number | null)[]): number => {
    if (!series.scaled) return 1;
    let [own, other] = [0, 0];
    for (let at = 0; at < Math.min(first, series.values.length); at++) {
      const [x, y] = [series.values[at], control[at]];
      if (typeof x === "number" && typeof y === "number") [own, other] = [own + x, other + y];
    }
    return other > 0 ? own / other : 0;
  };
  const scales = controls.map(scaleOf);
  return series.values.map((_, at) => {
    let sum = 0;
    for (const [n, control] of controls.entries()) {
      const value = control[at];
      if (typeof value !== "number") return null;
      sum += (scales[n] ?? 0) * value;
    }
    return sum / controls.length;
  });
}

/** Has the series counted from the data, and entered into the record. */
export async function countIt(id: string): Promise<Kept> {
  return post("/api/v1/measures/{id}/counted", { path: { id }, body: {} });
}

export async function effectsOf(id: string, signal: AbortSignal): Promise<components["schemas"]["MeasureEffects"]> {
  const found = await get("/api/v1/casework/{kind}/{id}/measured", { path: { kind: "measure", id }, signal });
  return found.measured as unknown as components["schemas"]["MeasureEffects"];
}
