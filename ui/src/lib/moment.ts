/** Moments as forms have them: local time without a zone, as `datetime-local` writes it. */
const two = (n: number): string => String(n).padStart(2, "0");

export function forInput(at: number): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** Milliseconds of UTC; what cannot be read becomes 0, which every rule about time refuses by name. */
export function fromInput(value: unknown): number {
  const at = new Date(String(value)).getTime();
  return Number.isFinite(at) ? at : 0;
}
