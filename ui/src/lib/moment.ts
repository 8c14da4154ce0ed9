/** Moments as forms have them: time of the viewer's zone without its name, as `datetime-local` writes it. */
import { inZone } from "./zone.svelte";

const two = (n: number): string => String(n).padStart(2, "0");

/** What the clocks of the viewer's zone show, as if it were UTC. */
function shown(at: number): number {
  const zone = inZone();
  if (!zone.timeZone) return at - new Date(at).getTimezoneOffset() * 60_000;
  const format = new Intl.DateTimeFormat("en-GB", { ...zone, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" });
  const part = Object.fromEntries(format.formatToParts(at).map((one) => [one.type, Number(one.value)]));
  return Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"], part["hour"], part["minute"], part["second"]) + (((at % 1_000) + 1_000) % 1_000);
}

/** To the minute; to the second where what happened within this minute matters. */
export function forInput(at: number, seconds = false): string {
  const d = new Date(shown(at));
  const minute = `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}T${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
  return seconds ? `${minute}:${two(d.getUTCSeconds())}` : minute;
}

/** The same, with everything that the moment has: what is only shown and sent back must not lose its seconds. */
export function wholeInput(at: number): string {
  return new Date(shown(at)).toISOString().slice(0, at % 60_000 === 0 ? 16 : 23);
}

/** Milliseconds of UTC; `NaN` for what cannot be read. */
export function momentOf(value: unknown): number {
  const text = String(value);
  if (!inZone().timeZone || !/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text)) return new Date(text).getTime();
  const wanted = Date.parse(`${text}Z`);
  // The offset at the moment itself, which lies near; where clocks are put on, the second look settles it.
  let at = wanted - (shown(wanted) - wanted);
  at = wanted - (shown(at) - at);
  return at;
}

/** Milliseconds of UTC; what cannot be read becomes 0, which every rule about time refuses by name. */
export function fromInput(value: unknown): number {
  const at = momentOf(value);
  return Number.isFinite(at) ? at : 0;
}
