/**
 * What is typed, and what is sent: texts of inputs on one side, JSON on the other.
 *
 * What is left empty and may be is not sent at all, so that the server's own defaults hold.
 */
import { momentOf, wholeInput } from "../moment";
import type { Field, Shape } from "./shape";

export type Typed = string | boolean | Typed[] | { [name: string]: Typed };
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Switch of a `maybe`, and the word of a variant, under names that no field has. */
export const ON = "?on";
export const INNER = "?value";
export const WHICH = "?which";

/** The form of a value, or the empty form where there is none. */
export function typed(shape: Shape, value: Json | undefined): Typed {
  switch (shape.kind) {
    case "flag":
      return value === true;
    case "instant":
      return typeof value === "number" ? wholeInput(value) : "";
    case "duration":
      return typeof value === "number" ? String(value / 60_000) : "";
    case "list":
      return Array.isArray(value) ? value.map((one) => typed(shape.of, one)) : [];
    case "tuple":
      return shape.of.map((one, place) => typed(one, Array.isArray(value) ? value[place] : undefined));
    case "map":
      return Object.entries(record(value)).map(([name, one]) => ({ name, value: typed(shape.of, one) }));
    case "group":
      return group(shape.fields, record(value));
    case "variant": {
      const which = record(value)[shape.tag];
      const all = shape.of.flatMap((variant) => variant.fields);
      return { [WHICH]: typeof which === "string" ? which : "", ...group(all, record(value)) };
    }
    case "maybe":
      return { [ON]: value !== null && value !== undefined, [INNER]: typed(shape.of, value ?? undefined) };
    case "any":
      return value === undefined || value === null ? "" : JSON.stringify(value);
    default:
      return value === undefined || value === null ? "" : String(value);
  }
}

export function group(fields: readonly Field[], value: Record<string, Json>): { [name: string]: Typed } {
  return Object.fromEntries(fields.map((field) => [field.name, typed(field.shape, value[field.name])]));
}

/** What is sent; `undefined` where nothing was typed. */
export function json(shape: Shape, value: Typed | undefined): Json | undefined {
  switch (shape.kind) {
    case "flag":
      return value === true;
    case "choice":
      if (value === "" || value === undefined) return undefined;
      return shape.of.length === 2 && shape.of.includes("true") ? value === "true" : (value as string);
    case "text":
    case "day": {
      const text = typeof value === "string" ? value.trim() : "";
      return text === "" ? undefined : text;
    }
    case "number":
      return numeric(value);
    case "duration": {
      const minutes = numeric(value);
      return typeof minutes === "number" ? minutes * 60_000 : minutes;
    }
    case "instant": {
      if (value === "" || typeof value !== "string") return undefined;
      const at = momentOf(value);
      return Number.isFinite(at) ? at : value;
    }
    case "list":
      return list(value).map((one) => json(shape.of, one) ?? null).filter((one) => shape.gaps || one !== null);
    case "tuple":
      return list(value).map((one, place) => json(shape.of[place] ?? { kind: "any" }, one) ?? null);
    case "map": {
      const rows = list(value).map((row) => row as { name: string; value: Typed }).filter((row) => row.name.trim() !== "");
      return Object.fromEntries(rows.map((row) => [row.name.trim(), json(shape.of, row.value) ?? null]));
    }
    case "group":
      return object(shape.fields, value as { [name: string]: Typed });
    case "variant": {
      const now = value as { [name: string]: Typed };
      const which = shape.of.find((variant) => variant.value === now[WHICH]);
      return which ? { [shape.tag]: which.value, ...object(which.fields, now) } : undefined;
    }
    case "maybe": {
      const now = value as { [name: string]: Typed };
      return now[ON] === true ? json(shape.of, now[INNER]) : undefined;
    }
    case "any":
      return parsed(value);
  }
}

export function object(fields: readonly Field[], value: { [name: string]: Typed }): { [name: string]: Json } {
  const found: { [name: string]: Json } = {};
  for (const field of fields) {
    const one = json(field.shape, value[field.name]);
    if (one === undefined) continue;
    if (!field.required && blank(one)) continue;
    found[field.name] = one;
  }
  return found;
}

/** Whether nothing was said: an optional list or group that is empty is left out. */
function blank(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value !== null && typeof value === "object" && Object.keys(value).length === 0;
}

/** The counts of a series as they are pasted: separated by blanks, commas or line ends; `-` where nothing could be observed. */
export function counts(text: string): Typed[] {
  return text.split(/[\s,;]+/).filter(Boolean).map((one) => (/^(-|–|null|na)$/i.test(one) ? "" : one));
}

function numeric(value: Typed | undefined): Json | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const n = Number(value);
  // What is no number is sent as it is: the server says so at its place.
  return Number.isFinite(n) ? n : value;
}

function parsed(value: Typed | undefined): Json | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function list(value: Typed | undefined): Typed[] {
  return Array.isArray(value) ? value : [];
}

function record(value: Json | undefined): Record<string, Json> {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
