// Everything that a generated form or view may show has a word in the message files: fields, commands, events, states, terms.
import { messages } from "./messages.mjs";

/** What the interface has and no message names. */
export function unnamed(schemas) {
  const known = messages("en");
  const missing = new Set();
  const need = (...keys) => {
    if (!keys.some((key) => known.has(key))) missing.add(keys.at(-1));
  };
  const kindOf = (name) => name.replace(/(Command|Event|Phase)$/, "").replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const walk = (schema, field, seen) => {
    if (schema === null || typeof schema !== "object") return;
    if (schema.$ref) {
      const name = schema.$ref.split("/").pop();
      if (!seen.includes(name)) walk(schemas[name], field, [...seen, name]);
      return;
    }
    const inside = seen.at(-1) ?? "";
    for (const one of [...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(schema.prefixItems ?? [])]) walk(one, field, seen);
    if (!["command", "event", "phase"].includes(field)) for (const value of schema.enum ?? []) if (value !== null) need(`word.${field}.${value}`, `word.${value}`);
    for (const [name, one] of Object.entries(schema.properties ?? {})) {
      if (!["command", "event"].includes(name) && !/set by the machine/.test(one.description ?? "") && !["receipt", "settled"].includes(name)) need(`field.${inside}.${name}`, `field.${name}`);
      walk(one, name, seen);
    }
    if (schema.items) walk(schema.items, field, seen);
    if (typeof schema.additionalProperties === "object") walk(schema.additionalProperties, field, seen);
  };
  for (const [name, schema] of Object.entries(schemas)) {
    if (!/(Command|Event)$/.test(name) || !schema.oneOf) continue;
    const [group, tag] = name.endsWith("Command") ? ["do", "command"] : ["happened", "event"];
    const kind = kindOf(name);
    const tags = schema.oneOf.map((one) => one.properties?.[tag]?.enum?.[0]);
    if (tags.some((one) => one === undefined)) continue;
    for (const one of tags) need(`${group}.${kind}.${one}`, `${group}.${one}`);
    if (tag === "command") {
      need(`record.${kind}`);
      need(`records.${kind}`);
      walk(schema, "", []);
      walk({ $ref: `#/components/schemas/${name.replace(/Command$/, "")}` }, "", []);
      for (const state of schemas[name.replace(/Command$/, "Phase")]?.enum ?? []) need(`phase.${kind}.${state}`, `phase.${state}`);
    }
  }
  walk({ $ref: "#/components/schemas/MarkedSituation" }, "", []);
  return [...missing].sort();
}
