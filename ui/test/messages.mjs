// Every message is used, and every message that is asked for exists: the compiler sees keys that are missing in a
// language, this sees keys that nothing shows and words in French or German that were left in English by mistake.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const source = new URL("../src", import.meta.url).pathname;

export function messages(code) {
  const areas = readdirSync(join(source, `i18n/${code}`)).map((name) => `i18n/${code}/${name}`);
  const text = [`i18n/${code}.ts`, ...areas].map((name) => readFileSync(join(source, name), "utf8")).join("\n");
  return new Map([...text.matchAll(/^ {2}("(?:[^"\\]|\\.)+"): ("(?:[^"\\]|\\.)*"),$/gm)].map(([, key, value]) => [JSON.parse(key), JSON.parse(value)]));
}

/** What is wrong with the messages, in words. */
export function faultsOfMessages() {
  const english = messages("en");
  const files = readdirSync(source, { recursive: true }).filter((name) => /\.(svelte|ts)$/.test(name) && !name.startsWith("i18n/"));
  const code = files.map((name) => readFileSync(join(source, name), "utf8")).join("\n");
  const used = new Set([...code.matchAll(/"([a-z][\w:.-]*)"/gi)].map(([, key]) => key));
  // Groups whose members are words of the server: `named("role", …)`, `options("kind", …)`.
  const groups = [...code.matchAll(/\b(?:named|options|worded|filled)\("([\w.-]+)"/g)].map(([, group]) => `${group}.`);
  const faults = [];
  for (const group of new Set(groups)) if (![...english.keys()].some((key) => key.startsWith(group))) faults.push(`nothing of ${group}… is named`);
  // Two areas with one key would silently speak with one voice.
  const areas = ["en.ts", ...readdirSync(join(source, "i18n/en")).map((name) => `en/${name}`)];
  const owner = new Map();
  for (const name of areas) {
    for (const [, key] of readFileSync(join(source, "i18n", name), "utf8").matchAll(/^ {2}"([^"]+)":/gm)) {
      if (owner.has(key)) faults.push(`${key} stands in ${owner.get(key)} and in ${name}`);
      owner.set(key, name);
    }
  }
  for (const key of english.keys()) {
    const base = key.replace(/\.(one|other)$/, "");
    if (!used.has(key) && !used.has(base) && !groups.some((group) => key.startsWith(group))) faults.push(`${key} is used nowhere`);
  }
  for (const [, key] of code.matchAll(/\bt\("([\w:.-]+)"/g)) if (!english.has(key)) faults.push(`${key} is missing`);
  for (const [, key] of code.matchAll(/\btn\("([\w:.-]+)"/g)) if (!english.has(`${key}.one`) || !english.has(`${key}.other`)) faults.push(`${key} has not both forms`);
  const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join();
  for (const code of ["fr", "de"]) {
    const other = messages(code);
    for (const [key, text] of english) {
      if (!other.get(key)?.trim()) faults.push(`${code}: ${key} is missing`);
      else if (holes(other.get(key)) !== holes(text)) faults.push(`${code}: ${key} has other {holes} than the English`);
    }
    for (const key of other.keys()) if (!english.has(key)) faults.push(`${code}: ${key} is in no other language`);
  }
  return { faults, count: english.size };
}
