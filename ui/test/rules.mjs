// Every rule by which the server refuses has words in every language: its name on the page and, where the server says it in English
// only, what to do. The rules are read from the sources of the server, so that a new one without words fails here.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messages } from "./messages.mjs";

const crates = new URL("../../crates", import.meta.url).pathname;

/** Rules that refuse steps of records, with their own words in three languages; and rules of who may do what, which have English. */
export function rulesOfServer() {
  const files = readdirSync(crates, { recursive: true }).filter((name) => /\/src\/.*\.rs$/.test(name) && !/(^|\/|_)(tests?|testing)(\.rs|\/|_)/.test(name.split("/src/")[1]));
  const [own, english, broken] = [new Set(), new Set(), []];
  for (const name of files) {
    const text = readFileSync(join(crates, name), "utf8").split(/#\[cfg\(test\)\]\s*mod tests \{/)[0];
    for (const found of text.matchAll(/(?:Refusal|Self)::new\(\s*"([a-z]+(?:-[a-z0-9]+)+)",/g)) {
      own.add(found[1]);
      // Words of three languages stand beside it, none of them blank.
      const rest = text.slice(found.index, found.index + 4_000);
      const words = /Words::new\(([\s\S]*?)\n? *\),?\n/.exec(rest)?.[1];
      if (words !== undefined && /"\s*"/.test(words)) broken.push(`${name}: ${found[1]} leaves a language out`);
    }
    for (const [, rule] of text.matchAll(/\brule: "([a-z0-9.-]+)"\.(?:into|to_owned)/g)) english.add(rule);
    for (const [, rule] of text.matchAll(/\brefused\(\s*"([a-z0-9.-]+)"/g)) english.add(rule);
    for (const [, rule] of text.matchAll(/\bnot_allowed\([^;]*?,\s*"([a-z0-9.-]+)"\s*,?\s*\)/g)) english.add(rule);
  }
  for (const name of readdirSync(join(crates, "response/src/router/rules"))) own.add(name.replace(".rs", "").replaceAll("_", "-"));
  return { own, english, broken };
}

export function faultsOfRules() {
  const { own, english, broken } = rulesOfServer();
  const faults = [...broken];
  const told = new Map(["en", "fr", "de"].map((code) => [code, messages(code)]));
  for (const [code, all] of told) {
    for (const rule of own) if (!all.get(`rule.${rule}`)?.trim()) faults.push(`${code}: no words for the rule ${rule} (rule.${rule} in ui/src/i18n/${code}/rules.ts)`);
    for (const rule of english) if (!all.get(`may.${rule}`)?.trim() && !all.get(`rule.${rule}`)?.trim()) faults.push(`${code}: no words for the rule ${rule} (may.${rule} in ui/src/i18n/${code}/rules.ts)`);
  }
  // A rule that is gone leaves no words behind.
  for (const key of told.get("en").keys()) {
    const [, rule] = /^(?:rule|may)\.(.+)$/.exec(key) ?? [];
    if (rule && !own.has(rule) && !english.has(rule)) faults.push(`${key} is the name of no rule`);
  }
  return { faults, count: own.size + english.size };
}
