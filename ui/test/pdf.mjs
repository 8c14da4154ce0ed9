// What stands on each sheet of a PDF that the browser printed: its text, read from the file itself.
//
// Only as much of the format as the browser's own printing uses: objects in plain sight, streams deflated, fonts with a table back to
// Unicode (ISO 32000-1 §7.3, §9.10.3). Rejected: a library for PDF, which would be larger than all of these tests.
import { inflateSync } from "node:zlib";

/** The objects of a file: what each says, and its stream. */
function objectsOf(bytes) {
  const text = bytes.toString("latin1");
  const found = new Map();
  for (const { 0: whole, 1: number, index } of text.matchAll(/(?:^|[\r\n])(\d+) 0 obj\b/g)) {
    const from = index + whole.length;
    const end = text.indexOf("endobj", from);
    const stream = /stream\r?\n/.exec(text.slice(from, end));
    const says = text.slice(from, stream ? from + stream.index : end);
    let data = null;
    if (stream) {
      const start = from + stream.index + stream[0].length;
      const raw = bytes.subarray(start, text.indexOf("endstream", start));
      data = /FlateDecode/.test(says) ? inflateSync(raw, { finishFlush: 2 }) : raw;
    }
    found.set(Number(number), { says, data });
  }
  return found;
}

const hex = (digits) => String.fromCodePoint(...(digits.match(/.{4}/g) ?? []).map((one) => parseInt(one, 16)));

/** From the codes of a font to letters. */
function lettersOf(table) {
  const found = new Map();
  const text = table.toString("latin1");
  for (const [, block] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) for (const [, code, letter] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) found.set(parseInt(code, 16), hex(letter));
  for (const [, block] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, first] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) for (let code = parseInt(from, 16), n = 0; code <= parseInt(to, 16); code++, n++) found.set(code, String.fromCodePoint(parseInt(first, 16) + n));
  }
  return found;
}

/** The text of every sheet, in order. */
export function sheetsOf(bytes) {
  const objects = objectsOf(bytes);
  const at = (reference) => objects.get(Number(reference));
  const pages = [...objects.values()].filter((one) => /\/Type\s*\/Page\b(?!s)/.test(one.says));
  return pages.map((page) => {
    const fonts = new Map();
    const resources = /\/Resources\s+(\d+) 0 R/.exec(page.says);
    const dictionary = resources ? at(resources[1]).says : page.says;
    const listed = /\/Font\s*(?:<<([\s\S]*?)>>|(\d+) 0 R)/.exec(dictionary);
    const inside = listed?.[1] ?? (listed?.[2] ? at(listed[2]).says : "");
    for (const [, name, reference] of inside.matchAll(/\/(\w+)\s+(\d+) 0 R/g)) {
      const table = /\/ToUnicode\s+(\d+) 0 R/.exec(at(reference).says);
      if (table) fonts.set(name, lettersOf(at(table[1]).data));
    }
    const parts = [.../\/Contents\s*\[?((?:\s*\d+ 0 R)+)/.exec(page.says)[1].matchAll(/(\d+) 0 R/g)].map(([, one]) => at(one).data.toString("latin1"));
    let letters = new Map();
    let text = "";
    for (const [whole, font, run] of parts.join("\n").matchAll(/\/(\w+)\s+[\d.]+\s+Tf|(\[[^\]]*\]|<[0-9A-Fa-f]+>|\((?:\\.|[^\\)])*\))\s*T[Jj]/g)) {
      if (font) letters = fonts.get(font) ?? new Map();
      else {
        for (const [, codes] of run.matchAll(/<([0-9A-Fa-f]+)>/g)) for (const code of codes.match(/.{4}/g) ?? []) text += letters.get(parseInt(code, 16)) ?? "";
        text += " ";
      }
      void whole;
    }
    return text;
  });
}
