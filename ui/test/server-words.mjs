// What the server says in English only is in the catalogues of every language: cards of methods, results, faults of fields. The texts
// are read from the sources and the data of the server, so that a new one fails here.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

const root = new URL("../..", import.meta.url).pathname;
const read = (name) => readFileSync(join(root, name), "utf8");

/** `"…"` of Rust, with lines that are continued joined, as the text that it is. */
const literal = (text) => text.replace(/\\"/g, '"').replace(/\\n/g, "\n");
/** `{}`, `{name}`, `{0:?}` become `{0}`, `{1}` in their order; `{{` is a brace. */
export function holes(text) {
  let n = 0;
  const names = new Map();
  return text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, inside) => {
    if (whole === "{{") return "{";
    if (whole === "}}") return "}";
    const name = inside.split(":")[0];
    if (name && names.has(name)) return `{${names.get(name)}}`;
    if (name) names.set(name, n);
    return `{${n++}}`;
  });
}
const joined = (text) => text.replace(/\\\n\s*/g, "");
const strings = (text) => [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, one]) => literal(one));

/** The arguments of a call, from behind its parenthesis. */
function argumentsOf(text) {
  const found = [""];
  let [depth, quoted] = [0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      found[found.length - 1] += c === "\\" ? c + text[++i] : c;
      if (c === '"') quoted = false;
      continue;
    }
    if (c === '"') quoted = true;
    if ("([{".includes(c)) depth++;
    if (")]}".includes(c) && depth-- === 0) return found;
    if (c === "," && depth === 0) found.push("");
    else found[found.length - 1] += c;
  }
  return found;
}

/** The card of the detector, its parameters, its words, and the sentences of a result. */
function methods() {
  const { card, glossary } = parse(read("ontology/detectors/coordination.toml"));
  const own = [card.name, card.description, ...card.sees, ...card.blind_to, card.controls_note, ...card.peers.map((one) => one.result), ...card.controls.map((one) => one.kind), ...glossary.flatMap((one) => [one.term, one.meaning])];
  const calls = (name, word) => [...joined(read(name)).matchAll(new RegExp(`\\b${word}\\(`, "g"))].flatMap(({ index, 0: { length } }) => argumentsOf(joined(read(name)).slice(index + length)));
  const parameters = calls("crates/app/src/method.rs", "parameter").flatMap(strings).filter((one) => / [a-z]/.test(one) && !/^\{\}/.test(one));
  const sentences = strings(joined(read("crates/app/src/document.rs")).split("#[cfg(test)]")[0]).filter((one) => /[a-z] [a-z]/.test(one) && one.length > 12 && !/^standard input|^Coordinated activity/.test(one));
  return [...own, ...parameters, ...sentences].map(holes);
}

/** What is wrong with a field, as the server says it. */
function faults() {
  const found = new Set();
  for (const folder of ["crates/app/src", "crates/server/src/hub"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true })) {
      if (!name.endsWith(".rs") || /(^|[/_])tests?(\.rs|\/|_)|demo/.test(name)) continue;
      const text = joined(read(join(folder, name)).split(/#\[cfg\(test\)\]\s*mod tests \{/)[0]);
      for (const { index, 0: call } of text.matchAll(/HubError::invalid\(/g)) {
        const [, ...said] = argumentsOf(text.slice(index + call.length));
        for (const one of said.flatMap(strings)) {
          // What is nothing but holes is filled with texts of its own.
          if (/[a-z]/i.test(holes(one).replace(/\{\d\}/g, "")) && one.trim().includes(" ")) found.add(holes(one));
        }
      }
    }
  }
  return [...found];
}

export function faultsOfServerWords() {
  const wrong = [];
  const [ofMethods, ofFaults] = [methods(), faults()];
  for (const code of ["fr", "de"]) {
    const kept = (name) => new Map([...readFileSync(join(root, `ui/src/i18n/server/${code}/${name}.ts`), "utf8").matchAll(/^ {2}("(?:[^"\\]|\\.)+"): ("(?:[^"\\]|\\.)*"),$/gm)].map(([, key, value]) => [JSON.parse(key), JSON.parse(value)]));
    const all = new Map([...kept("methods"), ...kept("faults")]);
    for (const text of [...ofMethods, ...ofFaults]) if (!all.get(text)?.trim()) wrong.push(`${code}: nothing for “${text}”`);
    for (const [key, value] of all) {
      const held = (one) => new Set(one.match(/\{\d\}/g) ?? []);
      for (const hole of held(value)) if (!held(key).has(hole)) wrong.push(`${code}: “${key}” has no ${hole}`);
    }
  }
  return { faults: [...new Set(wrong)], count: ofMethods.length + ofFaults.length };
}
