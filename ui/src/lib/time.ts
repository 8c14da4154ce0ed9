/** Times for people: in the viewer's zone, with UTC on hover, and in words where nearness matters. */
import { i18n } from "../i18n/index.svelte";
import { inZone } from "./zone.svelte";

const day: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric" };
const minute: Intl.DateTimeFormatOptions = { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
/** English as Europe writes it: the day before the month. */
const writing = (): string => (i18n.locale === "en" ? "en-GB" : i18n.locale);

/** Milliseconds of a number or of a STIX time stamp; `NaN` for what is neither. */
export function millis(at: number | string): number {
  return typeof at === "number" ? at : Date.parse(at);
}

export function local(at: number): string {
  return new Intl.DateTimeFormat(writing(), { ...minute, ...inZone() }).format(at);
}

/** To the second, for moments that are compared with one another. */
export function localSecond(at: number): string {
  return new Intl.DateTimeFormat(writing(), { ...minute, second: "2-digit", ...inZone() }).format(at);
}

export function localDay(at: number): string {
  return new Intl.DateTimeFormat(writing(), { ...day, ...inZone() }).format(at);
}

export function utc(at: number): string {
  return `${new Date(at).toISOString().replace("T", " ").slice(0, 19)} UTC`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** How far away: “in 3 hours”, “5 minutes ago”. */
export function relative(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: "auto" });
  const gap = at - now;
  for (const [unit, size] of STEPS) {
    if (Math.abs(gap) >= size || unit === "minute") return format.format(Math.trunc(gap / size), unit);
  }
  return "";
}

export function number(value: number): string {
  return new Intl.NumberFormat(i18n.locale).format(value);
}

/** A share of 0 to 1, in whole hundredths. */
export function percent(value: number): string {
  return new Intl.NumberFormat(i18n.locale, { style: "percent", maximumFractionDigits: 0 }).format(value);
}

const UNITS: [string, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** A length of time by its two largest units: “4 s”, “2 min 5 s”, “3 h”. */
export function duration(ms: number): string {
  const words: string[] = [];
  let rest = Math.abs(ms);
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) words.push(new Intl.NumberFormat(i18n.locale, { style: "unit", unit, unitDisplay: "short" }).format(n));
    else if (words.length) break;
    if (words.length === 2) break;
  }
  return words.join(" ") || new Intl.NumberFormat(i18n.locale, { style: "unit", unit: "second", unitDisplay: "short" }).format(0);
}
