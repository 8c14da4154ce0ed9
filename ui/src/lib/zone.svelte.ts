/** The zone in which times are shown and typed: the device's, unless the viewer chose another. Kept on the device, as language is. */
class Zone {
  now = $state("");

  choose(zone: string): void {
    this.now = known(zone) ? zone : "";
    localStorage.setItem("zone", this.now);
  }
}

export const zone = new Zone();

/** All zones that the browser knows, UTC first. */
export const ZONES: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((one) => one !== "UTC")];

export function begin(): void {
  const kept = localStorage.getItem("zone");
  if (kept) zone.choose(kept);
}

/** What to give to `Intl.DateTimeFormat`. */
export function inZone(): { timeZone?: string } {
  return zone.now ? { timeZone: zone.now } : {};
}

function known(zone: string): boolean {
  try {
    return Boolean(zone && new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
