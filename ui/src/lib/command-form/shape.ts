/**
 * A schema as a form sees it: what is typed where.
 *
 * The document says `integer, int64` for a moment and for a length of time, and `string` for a title and for a page of
 * text: where the type says too little, the field's name decides, in the lists below and nowhere else.
 */
import type { Schema, Schemas } from "./schema";

export type Shape =
  | { kind: "text"; long: boolean }
  | { kind: "number"; min: number | undefined; max: number | undefined }
  | { kind: "flag" }
  | { kind: "instant" }
  | { kind: "duration" }
  | { kind: "day" }
  | { kind: "choice"; of: readonly string[] }
  | { kind: "list"; of: Shape; /** Items may be missing, which is not zero. */ gaps: boolean }
  | { kind: "tuple"; of: readonly Shape[] }
  | { kind: "map"; of: Shape }
  | { kind: "group"; name: string; fields: readonly Field[] }
  | { kind: "variant"; name: string; tag: string; of: readonly Variant[] }
  | { kind: "maybe"; of: Shape }
  | { kind: "any" };

export interface Field {
  name: string;
  /** Name of the schema that it stands in: `AlertDraft`, or `AlertCommand respond`. */
  inside: string;
  shape: Shape;
  required: boolean;
  /** What the document says of it, in English. */
  about: string;
}
export interface Variant {
  value: string;
  fields: readonly Field[];
}

/** How many characters a text may have, where the interface says so. */
export function longest(field: Field): number | undefined {
  const most = /at most ([\d,]+) characters/.exec(field.about)?.[1];
  return most === undefined ? undefined : Number(most.replaceAll(",", ""));
}

/** Lengths of time, not moments, though both are 64-bit integers. */
const DURATIONS = new Set(["step"]);
/** Texts of more than a line. */
const LONG = new Set([
  "claim", "description", "text", "reason", "reasons", "summary", "body", "statement", "remedy", "correction", "grounds", "uncertainty",
  "falsified_by", "proposed_action", "target_behaviour", "necessity", "proportionality", "outcome", "result", "note", "remarks", "threat",
  "scope", "assessment", "purpose", "goal", "measure", "mitigation", "activity", "reach", "effect", "supports", "contradicts",
  "host_arrangements", "time_sensitive", "identification", "decision", "how", "conclusions", "review", "error_rate", "contest", "report", "eligibility",
]);
/** What the document calls an object although it is one of a few words; left alone once the document says them. */
const CHOICES: Record<string, readonly string[]> = { "NotificationDraft.object": ["content", "account", "trend"] };
/** Fields that the server fills itself, or that only the public form knows. */
const NOT_ASKED = /set by the machine|(^|; )[Cc]omputed\.$|; computed\.|is computed/;
const NEVER = new Set(["receipt", "settled"]);
/** Told by where one is. */
const KNOWN = new Set(["Situation.incident"]);

/** The order in which people think: what, to whom, why; then what it rests on; then how it is handled. */
const ORDER = [
  "draft", "outline", "details", "title", "class", "kind", "mechanism", "instrument", "subject", "name", "claim", "description", "summary", "text", "actor", "platform", "host", "provider", "entity", "addressee", "recipients",
  "to", "detected_at", "coordination", "behaviours", "impact", "attribution", "member_states", "platforms", "elections", "object", "urls", "terms", "policy", "legality", "ground", "law", "criteria", "questions", "what", "purpose", "reason", "reasons",
];
const LAST = ["legal_basis", "evidence", "incidents", "incident", "election", "marking"];

/** How a schema is asked for. `inside` names it for its labels; `seen` stops what contains itself. */
export function shapeOf(all: Schemas, schema: Schema, inside: string, field = "", seen: readonly string[] = []): Shape {
  const known = CHOICES[`${inside}.${field}`];
  if (known && !schema.$ref) return { kind: "choice", of: known };
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop() ?? "";
    const target = all[name];
    if (!target || seen.includes(name)) return { kind: "any" };
    return shapeOf(all, target, name, field, [...seen, name]);
  }
  if (schema.allOf) return merged(all, schema.allOf, inside, seen);
  if (schema.oneOf) return oneOf(all, schema.oneOf, inside, field, seen);
  if (schema.enum) return { kind: "choice", of: schema.enum.filter((value) => value !== null) };
  if (schema.prefixItems) return { kind: "tuple", of: schema.prefixItems.map((one) => shapeOf(all, one, inside, field, seen)) };
  const type = Array.isArray(schema.type) ? (schema.type.find((one) => one !== "null") ?? "") : (schema.type ?? "");
  if (type === "boolean") return Array.isArray(schema.type) ? { kind: "choice", of: ["true", "false"] } : { kind: "flag" };
  if (type === "integer" || type === "number") return numberOf(schema, field);
  if (type === "array") return { kind: "list", of: schema.items ? shapeOf(all, schema.items, inside, field, seen) : { kind: "any" }, gaps: nullable(schema.items) };
  if (type === "string") return schema.format === "date" ? { kind: "day" } : { kind: "text", long: LONG.has(field) };
  if (type === "object" || schema.properties) {
    if (schema.properties) return { kind: "group", name: inside, fields: fieldsOf(all, schema, inside, seen) };
    if (schema.additionalProperties && schema.additionalProperties !== true) return { kind: "map", of: shapeOf(all, schema.additionalProperties, inside, field, seen) };
  }
  return { kind: "any" };
}

function nullable(schema: Schema | false | undefined): boolean {
  return Boolean(schema) && Array.isArray((schema as Schema).type) && ((schema as Schema).type ?? []).includes("null");
}

function numberOf(schema: Schema, field: string): Shape {
  if (schema.format === "int64" && DURATIONS.has(field)) return { kind: "duration" };
  // Counts are said to be at least zero; moments are not.
  if (schema.format === "int64" && schema.minimum === undefined) return { kind: "instant" };
  return { kind: "number", min: schema.minimum, max: schema.maximum };
}

function oneOf(all: Schemas, several: readonly Schema[], inside: string, field: string, seen: readonly string[]): Shape {
  const named = several.filter((one) => one.type !== "null");
  if (named[0] && named.length === 1 && several.length > 1) return { kind: "maybe", of: shapeOf(all, named[0], inside, field, seen) };
  const real = named.map((one) => (one.allOf ? flat(all, one.allOf) : one));
  const [first] = real;
  // Variants of one object differ in a property with a single word.
  const tag = Object.keys(first?.properties ?? {}).find((name) => real.every((one) => one.properties?.[name]?.enum?.length === 1));
  if (!tag) return { kind: "any" };
  const of = real.map((one) => ({
    value: one.properties?.[tag]?.enum?.[0] ?? "",
    fields: fieldsOf(all, one, inside, seen).filter((found) => found.name !== tag),
  }));
  return { kind: "variant", name: inside, tag, of };
}

/** Parts of one object as one: a variant may be a named schema and, beside it, the word that tells it from the others. */
function flat(all: Schemas, parts: readonly Schema[]): Schema {
  const found: Schema = { properties: {}, required: [] };
  for (const part of parts) {
    const one = part.$ref ? (all[part.$ref.split("/").pop() ?? ""] ?? {}) : part;
    Object.assign(found.properties ?? {}, one.properties);
    found.required?.push(...(one.required ?? []));
  }
  return found;
}

function merged(all: Schemas, parts: readonly Schema[], inside: string, seen: readonly string[]): Shape {
  const fields = parts.flatMap((part) => {
    const shape = shapeOf(all, part, inside, "", seen);
    return shape.kind === "group" ? shape.fields : [];
  });
  return { kind: "group", name: inside, fields };
}

/** The fields of an object, in the order in which they are asked for. */
export function fieldsOf(all: Schemas, schema: Schema, inside: string, seen: readonly string[] = []): Field[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, one]) => {
    const required = schema.required?.includes(name) ?? false;
    return { name, inside, shape: decided(shapeOf(all, one, inside, name, seen), required), required, about: one.description ?? "" };
  });
  const place = (name: string): number => {
    const [early, late] = [ORDER.indexOf(name), LAST.indexOf(name)];
    return early >= 0 ? early : late >= 0 ? 1_000 + late : 500;
  };
  return fields
    .filter((one) => !NEVER.has(one.name) && !KNOWN.has(`${inside}.${one.name}`) && !NOT_ASKED.test(one.about))
    .sort((a, b) => place(a.name) - place(b.name) || Number(b.required) - Number(a.required) || a.name.localeCompare(b.name));
}

/** Yes or no that must be said is asked for: an empty box would say no by itself. */
function decided(shape: Shape, required: boolean): Shape {
  return shape.kind === "flag" && required ? { kind: "choice", of: ["true", "false"] } : shape;
}

/** The fields of a command, without the word that names it. */
export function commandFields(all: Schemas, schema: Schema, kind: string, command: string): Field[] {
  return fieldsOf(all, schema, `${kind}.${command}`).filter((one) => one.name !== "command");
}
