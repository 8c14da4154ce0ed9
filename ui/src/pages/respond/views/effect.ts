/** What a measure changed, as the server estimates it: segmented regression, 95 % interval; each series by itself. */
import { get } from "../../../api/client";
import type { components } from "../../../api/schema";

export interface Counted {
  unit: string;
  source: string;
  start: number;
  step: number;
  values: (number | null)[];
  controls?: Record<string, (number | null)[]>;
}

export async function effectsOf(id: string, signal: AbortSignal): Promise<components["schemas"]["MeasureEffects"]> {
  const found = await get("/api/v1/casework/{kind}/{id}/measured", { path: { kind: "measure", id }, signal });
  return found.measured as unknown as components["schemas"]["MeasureEffects"];
}
