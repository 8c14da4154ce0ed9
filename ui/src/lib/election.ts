/**
 * Where an election stands. The law's steps are those that the server computed from its days (`Due`); here is only which of
 * them is behind us, and how long it is until the vote begins where it is held.
 */
import type { Due, Kept } from "./records";

export type Phase = "preparation" | "six-months" | "three-months" | "last-month" | "last-48-hours" | "voting" | "counting" | "review" | "over";
const BEGINS: readonly [Phase, string][] = [
  ["six-months", "platforms-prepared"],
  ["three-months", "third-country-sponsors"],
  ["last-month", "last-month"],
  ["last-48-hours", "last-48-hours"],
];

/** Midnight that begins a day (`YYYY-MM-DD`) in a time zone, in milliseconds of UTC. */
export function midnight(day: string, zone: string): number {
  const guess = Date.parse(`${day}T00:00:00Z`);
  const written = new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const offset = (at: number): number => {
    const part = Object.fromEntries(written.formatToParts(at).map((one) => [one.type, Number(one.value)]));
    return Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"], part["hour"], part["minute"]) - at;
  };
  const near = guess - offset(guess);
  // Where the clock changes in that night the first offset is the wrong one.
  return guess - offset(near);
}

/** When voting begins and ends. */
export function voting(election: Kept<"election">): { opens: number; closes: number } {
  const details = election.record.details;
  const zone = details?.calendar?.time_zone || "UTC";
  const next = new Date(Date.parse(`${details?.last_day ?? "1970-01-01"}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { opens: midnight(details?.first_day ?? "1970-01-01", zone), closes: midnight(next, zone) };
}

/** The phase of the electoral cycle. */
export function phase(election: Kept<"election">, now: number): Phase {
  const { opens, closes } = voting(election);
  const due = (name: string): number => election.deadlines.find((one: Due) => one.name === name)?.due ?? Infinity;
  if (election.record.closed) return "over";
  if (now >= closes) return now < due("ads-repository") ? "counting" : now < due("review") ? "review" : "over";
  if (now >= opens) return "voting";
  return BEGINS.findLast(([, step]) => now >= due(step))?.[0] ?? "preparation";
}

/** The election that somebody who chose none is most likely here for: the next that is open, else the last that was. */
export function nearest(all: readonly Kept<"election">[], now: number): Kept<"election"> | undefined {
  const open = all.filter((one) => one.summary.open).sort((a, b) => voting(a).opens - voting(b).opens);
  return open.find((one) => voting(one).closes > now) ?? open.at(-1) ?? all[0];
}
