/** Moments as forms have them: local time without a zone, as `datetime-local` writes it. */
const two = (n: number): string => String(n).padStart(2, "0");

/** To the minute; to the second where what happened within this minute matters. */
export function forInput(at: number, seconds = false): string {
  const d = new Date(at);
  const minute = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
  return seconds ? `${minute}:${two(d.getSeconds())}` : minute;
}

/** Milliseconds of UTC; what cannot be read becomes 0, which every rule about time refuses by name. */
export function fromInput(value: unknown): number {
  const at = new Date(String(value)).getTime();
  return Number.isFinite(at) ? at : 0;
}
